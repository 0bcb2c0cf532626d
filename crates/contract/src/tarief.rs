//! Contracts as rules ask about them.

use bericht::{Datum, Domein, Dossier, Eenheid};

/// How a product is financed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uitvoering {
    /// Inspannings- or outputgericht: start, stop and declaratie refer to a toewijzing.
    PerEenheid,
    /// Taakgericht: no toewijzing, no declaratie.
    Taakgericht,
}

/// One dated tariff of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariefRegel {
    /// ProductCode.
    pub code: String,
    /// ProductCategorie.
    pub categorie: String,
    /// Wettelijk domein.
    pub domein: Domein,
    /// First day.
    pub van: Datum,
    /// Last day; open when absent.
    pub tot: Option<Datum>,
    /// Unit the amount is for.
    pub per: Eenheid,
    /// Amount in eurocent per `per`.
    pub cent: i64,
    /// Unit in which is declared.
    pub declareren_in: Eenheid,
    /// How the product is financed.
    pub uitvoering: Uitvoering,
}

/// One contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Short name.
    pub id: String,
    /// Domains it covers.
    pub domeinen: Vec<Domein>,
    /// CBS codes.
    pub gemeenten: Vec<String>,
    /// AGB codes; empty means every aanbieder.
    pub aanbieders: Vec<String>,
    /// First day.
    pub van: Datum,
    /// Last day; open when absent.
    pub tot: Option<Datum>,
    /// Whether the tariff rows are the product code list in use between the parties (IV075).
    pub productlijst: bool,
    /// Tariffs.
    pub tarieven: Vec<TariefRegel>,
}

/// All contracts that are in force together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contracten(pub Vec<Contract>);

fn op(van: Datum, tot: Option<Datum>, dag: Datum) -> bool {
    van <= dag && tot.is_none_or(|tot| dag <= tot)
}

impl Contract {
    fn geldt(&self, dossier: &Dossier, dag: Datum) -> bool {
        self.domeinen.contains(&dossier.domein)
            && self.gemeenten.contains(&dossier.gemeente)
            && (self.aanbieders.is_empty() || self.aanbieders.contains(&dossier.aanbieder))
            && op(self.van, self.tot, dag)
    }
}

impl Contracten {
    fn van<'c>(&'c self, dossier: &'c Dossier, dag: Datum) -> impl Iterator<Item = &'c Contract> {
        self.0.iter().filter(move |c| c.geldt(dossier, dag))
    }

    fn regels<'c>(&'c self, dossier: &'c Dossier, dag: Datum) -> impl Iterator<Item = &'c TariefRegel> {
        self.van(dossier, dag)
            .flat_map(|c| &c.tarieven)
            .filter(move |t| t.domein == dossier.domein && op(t.van, t.tot, dag))
    }

    /// The tariffs of a product on a day; several when it is agreed per hour and per minute both.
    pub fn tarieven<'c>(
        &'c self,
        dossier: &'c Dossier,
        code: &'c str,
        dag: Datum,
    ) -> impl Iterator<Item = &'c TariefRegel> {
        self.regels(dossier, dag).filter(move |t| t.code == code)
    }

    /// How a product is financed; `None` when no contract says so.
    pub fn uitvoering(&self, dossier: &Dossier, code: &str, dag: Datum) -> Option<Uitvoering> {
        self.tarieven(dossier, code, dag).next().map(|t| t.uitvoering)
    }

    /// Whether code and categorie belong together in the product code list in use; `None` when there is no list.
    pub fn in_productlijst(&self, dossier: &Dossier, categorie: &str, code: &str, dag: Datum) -> Option<bool> {
        let lijst = self.van(dossier, dag).any(|c| c.productlijst);
        lijst.then(|| self.tarieven(dossier, code, dag).any(|t| t.categorie == categorie))
    }
}
