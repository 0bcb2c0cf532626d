//! Contracts as rules ask about them: only what is certain. What a file leaves open is kept apart, so that no rule can
//! refuse on it.

use bericht::{Datum, Domein, Dossier, Eenheid};

use crate::afronden::{eurocent, per_minuut};
use crate::model::{
    Bedragwijze, Bereik, Contractbestand, Contractregel, Declaratieafspraak, Maatwerkprijs, Productrij, Tariefrij,
    Uitsluiting, Variant,
};

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
    /// Unit in which is declared, when the contract says so beside the price.
    pub declareren_in: Option<Eenheid>,
    /// Tariff per minute in eurocent, of a tariff per hour: as printed, else rounded half up.
    pub minuutcent: Option<i64>,
    /// How the product is financed.
    pub uitvoering: Uitvoering,
    /// Fact of the document it rests on.
    pub feit: Option<String>,
}

impl TariefRegel {
    /// Whether the tariff holds on a day.
    pub fn geldt(&self, dag: Datum) -> bool {
        self.van <= dag && self.tot.is_none_or(|tot| dag <= tot)
    }

    /// The price that it sets.
    pub fn prijs(&self) -> Prijs {
        Prijs { per: self.per, cent: self.cent, minuutcent: self.minuutcent, maatwerk: false }
    }

    /// The unit that it admits beside those of the catalogue. What a price is for is what is declared when nothing else is
    /// said; a price per hour says nothing where the catalogue says minutes.
    fn eenheid(&self, catalogus: &[Eenheid]) -> Option<Eenheid> {
        let basis = || (self.per != Eenheid::Uur || !catalogus.contains(&Eenheid::Minuut)).then_some(self.per);
        self.declareren_in.or_else(basis)
    }
}

/// A price that was agreed for a unit: the tariff of a product, or the price of one toewijzing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prijs {
    /// Unit the amount is for.
    pub per: Eenheid,
    /// Amount in eurocent per `per`.
    pub cent: i64,
    /// Amount per minute in eurocent, of a price per hour: as printed, else rounded half up (TR418, IV081).
    pub minuutcent: Option<i64>,
    /// Whether it is for one toewijzing alone.
    pub maatwerk: bool,
}

impl Prijs {
    /// The price of one toewijzing; none when its amount is no whole number of cents.
    fn maatwerk(prijs: &Maatwerkprijs) -> Option<Prijs> {
        let (per, bedrag) = prijs.eenheid.zip(prijs.bedrag)?;
        let minuut = (per == Eenheid::Uur).then(|| per_minuut(bedrag));
        Some(Prijs { per, cent: eurocent(bedrag)?, minuutcent: minuut.and_then(eurocent), maatwerk: true })
    }

    /// The price in a declared unit, in eurocent; none when it was not agreed for that unit.
    pub fn in_eenheid(&self, eenheid: Eenheid) -> Option<i64> {
        if eenheid == self.per {
            return Some(self.cent);
        }
        self.minuutcent.filter(|_| eenheid == Eenheid::Minuut)
    }
}

/// One product, as far as it is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRegel {
    /// ProductCode.
    pub code: String,
    /// ProductCategorie.
    pub categorie: String,
    /// Wettelijk domein.
    pub domein: Domein,
    /// Days.
    pub termijn: Bereik,
    /// Units in which may be declared; empty when the contract does not say.
    pub eenheden: Vec<Eenheid>,
    /// How the product is financed, when the contract says so.
    pub uitvoering: Option<Uitvoering>,
    /// Fact of the document it rests on.
    pub feit: Option<String>,
}

/// Something that a contract leaves open, for one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blokkade {
    /// ProductCode.
    pub code: String,
    /// Wettelijk domein.
    pub domein: Option<Domein>,
    /// Whether the unit is open too.
    pub eenheid: bool,
    /// What is open, in Dutch.
    pub wat: String,
    /// Fact of the document.
    pub feit: Option<String>,
}

/// A rule that is agreed and not left open.
pub type Regelafspraak = Contractregel;

/// One contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Short name.
    pub id: String,
    /// Which of several versions.
    pub versie: Option<String>,
    /// Domains it covers.
    pub domeinen: Vec<Domein>,
    /// Gemeenten with the days on which they take part.
    pub gemeenten: Vec<(String, Bereik)>,
    /// AGB codes, days and last new toewijzing; empty means every aanbieder.
    pub aanbieders: Vec<(String, Bereik, Option<Datum>)>,
    /// What a gemeente does not buy.
    pub uitsluitingen: Vec<Uitsluiting>,
    /// Term; without a first day the contract is not in force.
    pub termijn: Bereik,
    /// Whether the products are the product code list in use between the parties (IV075).
    pub productlijst: bool,
    /// How an amount of minutes follows from a tariff per hour.
    pub bedragwijze: Bedragwijze,
    /// The fact that disputes that way; then an amount that follows the other way is no refusal.
    pub bedragwijze_open: Option<String>,
    /// Products.
    pub producten: Vec<ProductRegel>,
    /// Tariffs.
    pub tarieven: Vec<TariefRegel>,
    /// Products of which a tariff or unit is left open.
    pub blokkades: Vec<Blokkade>,
    /// Prices of single toewijzingen, with their gemeente.
    pub maatwerk: Vec<Maatwerkprijs>,
    /// What is open about all of these.
    pub maatwerk_open: Option<Blokkade>,
    /// How and when is declared.
    pub declaratie: Declaratieafspraak,
    /// Rules that are agreed and not left open.
    pub regels: Vec<Regelafspraak>,
}

/// All contracts that are in force together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contracten(pub Vec<Contract>);

/// What the contracts say about the price of a Prestatie.
#[derive(Debug, Clone)]
pub enum Prijsafspraak<'c> {
    /// No contract knows the product.
    Geen,
    /// A contract leaves it open: what is open and its fact.
    Open(&'c Blokkade),
    /// What may be asked, at least one: the price of this toewijzing alone, else the tariffs of the product. Several when
    /// it is agreed per hour and per minute both.
    Tarieven(Vec<Prijs>),
}

impl Contract {
    /// What rules may use of a file.
    pub fn van(bestand: &Contractbestand) -> Contract {
        let kop = &bestand.kop;
        let geblokkeerd = |doel: &str| bestand.geblokkeerd(doel).is_some();
        let zekere = bestand.tarieven.iter().filter(|t| blokkade(bestand, t.aanduiding()).is_none());
        Contract {
            id: kop.id.clone(),
            versie: kop.versie.clone(),
            domeinen: kop.wetten.clone(),
            gemeenten: kop.gemeenten.iter().map(|g| (g.code.clone(), g.termijn)).collect(),
            aanbieders: kop.aanbieders.iter().map(|a| (a.agb.clone(), a.termijn, a.uitloop)).collect(),
            uitsluitingen: kop.uitsluitingen.clone(),
            termijn: kop.termijn,
            productlijst: kop.productlijst,
            bedragwijze: bestand.bedragen.wijze,
            bedragwijze_open: bestand
                .geblokkeerd("amounts.mode")
                .map(|(_, feiten)| feiten.first().cloned().unwrap_or_default()),
            producten: bestand.producten.iter().filter_map(|p| productregel(p, &geblokkeerd)).collect(),
            tarieven: zekere.filter_map(tariefregel).collect(),
            blokkades: blokkades(bestand),
            maatwerk: bestand.maatwerk.clone(),
            maatwerk_open: maatwerk_open(bestand),
            declaratie: bestand.declaratie.clone(),
            regels: bestand
                .regels
                .iter()
                .filter(|r| !geblokkeerd(&format!("rule:{}", r.soort.naam)))
                .cloned()
                .collect(),
        }
    }

    /// Whether the contract is between these parties on a day, whatever it excludes.
    pub fn geldt(&self, dossier: &Dossier, dag: Datum) -> bool {
        self.in_gebied(dossier, dag)
            && (self.aanbieders.is_empty() || self.aanbieder(dossier, dag).is_some())
            && self.termijn.van.is_some()
            && self.termijn.bevat(dag)
    }

    /// Whether the gemeente takes part on a day under this law.
    pub fn in_gebied(&self, dossier: &Dossier, dag: Datum) -> bool {
        let gemeente = |(code, termijn): &(String, Bereik)| *code == dossier.gemeente && termijn.bevat(dag);
        self.domeinen.contains(&dossier.domein) && self.gemeenten.iter().any(gemeente)
    }

    /// The aanbieder as it takes part on a day.
    pub fn aanbieder(&self, dossier: &Dossier, dag: Datum) -> Option<&(String, Bereik, Option<Datum>)> {
        self.aanbieders.iter().find(|(agb, termijn, _)| *agb == dossier.aanbieder && termijn.bevat(dag))
    }

    /// Whether the gemeente does not buy a product, and the fact that says so.
    pub fn uitgesloten(&self, dossier: &Dossier, code: Option<&str>) -> Option<Option<&str>> {
        let past = |u: &&Uitsluiting| {
            u.gemeente == dossier.gemeente
                && u.wet.is_none_or(|wet| wet == dossier.domein)
                && u.code.as_deref().is_none_or(|product| Some(product) == code)
        };
        self.uitsluitingen.iter().find(past).map(|u| u.feiten.first().map(String::as_str))
    }
}

impl Contract {
    /// Whether a product is in the contract on a day. One of which the price is open is; that it exists is not open.
    fn kent(&self, domein: Domein, categorie: &str, code: &str, dag: Datum) -> bool {
        let tarief = |t: &TariefRegel| {
            (t.domein, t.code.as_str(), t.categorie.as_str()) == (domein, code, categorie) && t.geldt(dag)
        };
        let product = |p: &ProductRegel| {
            (p.domein, p.code.as_str(), p.categorie.as_str()) == (domein, code, categorie) && p.termijn.bevat(dag)
        };
        self.tarieven.iter().any(tarief)
            || self.producten.iter().any(product)
            || self.blokkades.iter().any(|b| b.code == code && b.domein.is_none_or(|d| d == domein))
    }
}

impl Contracten {
    /// The contracts between these parties on a day.
    pub fn geldend<'c>(&'c self, dossier: &'c Dossier, dag: Datum) -> impl Iterator<Item = &'c Contract> {
        self.0.iter().filter(move |c| c.geldt(dossier, dag))
    }

    /// Contracts under which a product is bought.
    fn voor<'c>(&'c self, dossier: &'c Dossier, code: &'c str, dag: Datum) -> impl Iterator<Item = &'c Contract> {
        self.geldend(dossier, dag).filter(move |c| c.uitgesloten(dossier, Some(code)).is_none())
    }

    /// The tariffs of a product on a day; several when it is agreed per hour and per minute both.
    pub fn tarieven<'c>(
        &'c self,
        dossier: &'c Dossier,
        code: &'c str,
        dag: Datum,
    ) -> impl Iterator<Item = &'c TariefRegel> {
        self.voor(dossier, code, dag)
            .flat_map(|c| &c.tarieven)
            .filter(move |t| t.code == code && t.domein == dossier.domein && t.geldt(dag))
    }

    /// What is agreed about the price of a product on a day, for one toewijzing.
    pub fn prijs<'c>(&'c self, dossier: &'c Dossier, code: &'c str, nummer: u32, dag: Datum) -> Prijsafspraak<'c> {
        // What is open about the price of a toewijzing does not give it the tariff of others.
        if let Some((contract, maatwerk)) = self.maatwerk(dossier, nummer, dag) {
            return match (&contract.maatwerk_open, Prijs::maatwerk(maatwerk)) {
                (Some(open), _) => Prijsafspraak::Open(open),
                (None, Some(prijs)) => Prijsafspraak::Tarieven(vec![prijs]),
                (None, None) => Prijsafspraak::Geen,
            };
        }
        if let Some(blokkade) = self.blokkade(dossier, code, dag) {
            return Prijsafspraak::Open(blokkade);
        }
        let tarieven: Vec<Prijs> = self.tarieven(dossier, code, dag).map(TariefRegel::prijs).collect();
        if tarieven.is_empty() { Prijsafspraak::Geen } else { Prijsafspraak::Tarieven(tarieven) }
    }

    /// The price of one toewijzing on a day, with the contract that it stands in.
    fn maatwerk(&self, dossier: &Dossier, nummer: u32, dag: Datum) -> Option<(&Contract, &Maatwerkprijs)> {
        let geldt = |m: &Maatwerkprijs| {
            m.nummer == nummer
                && m.gemeente == dossier.gemeente
                && m.wet == Some(dossier.domein)
                && m.termijn.bevat(dag)
        };
        let geldend = self.0.iter().filter(|c| c.geldt(dossier, dag));
        let mut prijzen = geldend.flat_map(|c| c.maatwerk.iter().map(move |m| (c, m)));
        prijzen.find(|(_, m)| geldt(m))
    }

    /// What a contract leaves open about a product on a day.
    pub fn blokkade<'c>(&'c self, dossier: &'c Dossier, code: &'c str, dag: Datum) -> Option<&'c Blokkade> {
        self.voor(dossier, code, dag)
            .flat_map(|c| &c.blokkades)
            .find(|b| b.code == code && b.domein.is_none_or(|domein| domein == dossier.domein))
    }

    /// The units in which a product may be declared, by catalogue and tariffs; empty when no contract says.
    pub fn eenheden(&self, dossier: &Dossier, code: &str, dag: Datum) -> Vec<Eenheid> {
        let mut eenheden: Vec<Eenheid> = self.producten(dossier, code, dag).flat_map(|p| p.eenheden.clone()).collect();
        let van_tarieven: Vec<Eenheid> =
            self.tarieven(dossier, code, dag).filter_map(|t| t.eenheid(&eenheden)).collect();
        eenheden.extend(van_tarieven);
        eenheden.sort_unstable();
        eenheden.dedup();
        eenheden
    }

    fn producten<'c>(
        &'c self,
        dossier: &'c Dossier,
        code: &'c str,
        dag: Datum,
    ) -> impl Iterator<Item = &'c ProductRegel> {
        self.voor(dossier, code, dag)
            .flat_map(|c| &c.producten)
            .filter(move |p| p.code == code && p.domein == dossier.domein && p.termijn.bevat(dag))
    }

    /// How an amount of minutes follows from a price per hour, and the fact that disputes it: as the contract says that the
    /// price of this toewijzing stands in, else the contract with the tariff of the product.
    pub fn bedragwijze<'c>(
        &'c self,
        dossier: &'c Dossier,
        code: &'c str,
        nummer: u32,
        dag: Datum,
    ) -> (Bedragwijze, Option<&'c str>) {
        let van_product = || self.voor(dossier, code, dag).find(|c| c.tarieven.iter().any(|t| t.code == code));
        let contract = self.maatwerk(dossier, nummer, dag).map(|(contract, _)| contract).or_else(van_product);
        contract.map_or((Bedragwijze::Standaard, None), |c| (c.bedragwijze, c.bedragwijze_open.as_deref()))
    }

    /// How a product is financed; `None` when no contract says so.
    pub fn uitvoering(&self, dossier: &Dossier, code: &str, dag: Datum) -> Option<Uitvoering> {
        let tarief = self.tarieven(dossier, code, dag).next().map(|t| t.uitvoering);
        self.producten(dossier, code, dag).find_map(|p| p.uitvoering).or(tarief)
    }

    /// Whether code and categorie belong together in the product code list in use; `None` when there is no list. What a
    /// gemeente does not buy is in the list all the same: that it does not buy it is no matter of codes.
    pub fn in_productlijst(&self, dossier: &Dossier, categorie: &str, code: &str, dag: Datum) -> Option<bool> {
        let lijst = self.geldend(dossier, dag).any(|c| c.productlijst);
        lijst.then(|| self.geldend(dossier, dag).any(|c| c.kent(dossier.domein, categorie, code, dag)))
    }
}

/// What is open about a product or tariff.
fn blokkade<'b>(bestand: &'b Contractbestand, naam: &str) -> Option<(&'b str, &'b [String], bool)> {
    let doelen = [("unit", true), ("category", true), ("product", true), ("code", true), ("tariff", false)];
    let los = doelen.iter().find_map(|(soort, eenheid)| {
        bestand.geblokkeerd(&format!("{soort}:{naam}")).map(|(wat, feiten)| (wat, feiten, *eenheid))
    });
    los.or_else(|| bestand.geblokkeerd("tariffs").map(|(wat, feiten)| (wat, feiten, false)))
}

fn blokkades(bestand: &Contractbestand) -> Vec<Blokkade> {
    let tarieven = bestand.tarieven.iter().filter_map(|t| t.code.as_ref().map(|code| (code, t.wet)));
    let producten = bestand.producten.iter().filter_map(|p| p.code.as_ref().map(|code| (code, p.wet)));
    let mut blokkades: Vec<Blokkade> = tarieven
        .chain(producten)
        .filter_map(|(code, domein)| {
            let (wat, feiten, eenheid) = blokkade(bestand, code)?;
            Some(Blokkade { code: code.clone(), domein, eenheid, wat: wat.to_owned(), feit: feiten.first().cloned() })
        })
        .collect();
    blokkades.sort_by(|a, b| (&a.code, a.domein).cmp(&(&b.code, b.domein)));
    blokkades.dedup();
    blokkades
}

fn maatwerk_open(bestand: &Contractbestand) -> Option<Blokkade> {
    let (wat, feiten) = bestand.geblokkeerd("custom_price")?;
    let (wat, feit) = (wat.to_owned(), feiten.first().cloned());
    Some(Blokkade { code: String::new(), domein: None, eenheid: false, wat, feit })
}

fn uitvoering(variant: Variant) -> Uitvoering {
    match variant {
        Variant::Taakgericht => Uitvoering::Taakgericht,
        Variant::Inspanning | Variant::Output => Uitvoering::PerEenheid,
    }
}

fn productregel(rij: &Productrij, geblokkeerd: &impl Fn(&str) -> bool) -> Option<ProductRegel> {
    let code = rij.code.clone()?;
    if ["category", "product", "code"].iter().any(|soort| geblokkeerd(&format!("{soort}:{code}"))) {
        return None;
    }
    let eenheid_open = geblokkeerd(&format!("unit:{code}"));
    Some(ProductRegel {
        code,
        categorie: rij.categorie.clone()?,
        domein: rij.wet?,
        termijn: rij.termijn,
        eenheden: if eenheid_open { Vec::new() } else { rij.eenheden.clone() },
        uitvoering: rij.variant.map(uitvoering),
        feit: rij.feiten.first().cloned(),
    })
}

fn tariefregel(rij: &Tariefrij) -> Option<TariefRegel> {
    let (per, bedrag) = (rij.per()?, rij.bedrag?);
    let minuutcent =
        rij.gedrukt.filter(|_| rij.declareren_in == Some(Eenheid::Minuut)).unwrap_or_else(|| per_minuut(bedrag));
    Some(TariefRegel {
        code: rij.code.clone()?,
        categorie: rij.categorie.clone()?,
        domein: rij.wet?,
        van: rij.termijn.van?,
        tot: rij.termijn.tot,
        per,
        cent: eurocent(bedrag)?,
        declareren_in: rij.declareren_in,
        minuutcent: if per == Eenheid::Uur { eurocent(minuutcent) } else { None },
        uitvoering: rij.variant.map_or(Uitvoering::PerEenheid, uitvoering),
        feit: rij.feiten.first().cloned(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly
mod tests {
    use super::*;
    use crate::lees_tekst;
    use proptest::prelude::*;

    const KOP: &str =
        "[contract]\nid = \"proef\"\nwetten = [\"wmo\"]\nvalid_from = 2026-01-01\ngemeenten = [{ code = \"0344\" }]\n";

    fn contracten(rest: &str) -> Contracten {
        Contracten(vec![lees_tekst("proef", &format!("{KOP}{rest}")).unwrap()])
    }

    fn dossier() -> Dossier {
        Dossier { domein: Domein::Iwmo, gemeente: "0344".into(), aanbieder: "99990011".into() }
    }

    fn dag() -> Datum {
        bericht::datum("2026-04-01").unwrap()
    }

    fn tarief(rij: &str) -> String {
        format!(
            "[[tariffs]]\nvalid_from = 2026-01-01\nrows = [{{ code = \"02A03\", cat = \"02\", wet = \"wmo\", {rij} }}]\n"
        )
    }

    fn maatwerk(per: &str, euro: &str) -> String {
        format!(
            "[[custom_price]]\ngemeente = \"0344\"\nnummer = 7001\nwet = \"wmo\"\nper = \"{per}\"\namount = \"{euro}\"\n"
        )
    }

    fn prijzen(contracten: &Contracten, nummer: u32) -> Vec<Prijs> {
        match contracten.prijs(&dossier(), "02A03", nummer, dag()) {
            Prijsafspraak::Tarieven(prijzen) => prijzen,
            anders => panic!("{anders:?}"),
        }
    }

    #[test]
    fn a_price_per_hour_of_one_toewijzing_has_a_price_per_minute() {
        let contracten = contracten(&(tarief("per = \"uur\", amount = \"60.00\"") + &maatwerk("uur", "65.00")));
        let maatwerk = Prijs { per: Eenheid::Uur, cent: 6500, minuutcent: Some(108), maatwerk: true };
        assert_eq!(prijzen(&contracten, 7001), [maatwerk]);
        assert_eq!(maatwerk.in_eenheid(Eenheid::Minuut), Some(108));
        assert_eq!(maatwerk.in_eenheid(Eenheid::Dagdeel), None);
        let gewoon = Prijs { per: Eenheid::Uur, cent: 6000, minuutcent: Some(100), maatwerk: false };
        assert_eq!(prijzen(&contracten, 7002), [gewoon]);
    }

    #[test]
    fn a_price_of_one_toewijzing_that_is_open_is_not_that_of_others() {
        let open = "[[open]]\nwhat = \"de prijs van 7001\"\nblocks = [\"custom_price\"]\nfact = \"XX-001\"\n";
        let rest = tarief("per = \"uur\", amount = \"60.00\"") + &maatwerk("uur", "65.00") + open;
        let contracten = contracten(&rest);
        let dossier = dossier();
        let prijs = contracten.prijs(&dossier, "02A03", 7001, dag());
        assert!(
            matches!(prijs, Prijsafspraak::Open(Blokkade { feit: Some(feit), .. }) if feit == "XX-001"),
            "{prijs:?}"
        );
        assert_eq!(prijzen(&contracten, 7002).len(), 1);
    }

    #[test]
    fn the_contract_of_a_price_says_how_an_amount_follows() {
        let los = contracten(&("[amounts]\nmode = \"rounded_minute\"\n".to_owned() + &maatwerk("uur", "65.00")));
        assert_eq!(los.bedragwijze(&dossier(), "02A03", 7001, dag()), (Bedragwijze::AfgerondeMinuut, None));
        // Another toewijzing has no price there, and no contract has the product.
        assert_eq!(los.bedragwijze(&dossier(), "02A03", 7002, dag()), (Bedragwijze::Standaard, None));
    }

    #[test]
    fn the_unit_of_declaring_is_not_the_unit_of_the_price() {
        let eenheden = |rest: &str| contracten(rest).eenheden(&dossier(), "02A03", dag());
        let product = |unit| format!("[[product]]\ncode = \"02A03\"\ncat = \"02\"\nwet = \"wmo\"\nunit = \"{unit}\"\n");
        let (uur, minuten) = (
            tarief("per = \"uur\", amount = \"62.50\""),
            tarief("per = \"uur\", amount = \"62.50\", declared_unit = \"01\""),
        );
        assert_eq!(eenheden(&uur), [Eenheid::Uur]);
        assert_eq!(eenheden(&minuten), [Eenheid::Minuut]);
        assert_eq!(eenheden(&(product("01") + &uur)), [Eenheid::Minuut]);
        assert_eq!(eenheden(&(product("04") + &uur)), [Eenheid::Uur]);
        assert_eq!(eenheden(&(product("04") + &minuten)), [Eenheid::Minuut, Eenheid::Uur]);
        assert_eq!(eenheden(&(tarief("per = \"minuut\", amount = \"1.04\"") + &uur)), [Eenheid::Minuut, Eenheid::Uur]);
        assert_eq!(eenheden(&tarief("per = \"dagdeel\", amount = \"50.00\"")), [Eenheid::Dagdeel]);
    }

    proptest! {
        #[test]
        fn a_price_of_one_toewijzing_is_as_a_tariff_of_that_amount(cent in 1_i64..1_000_000) {
            let euro = format!("{}.{:02}", cent / 100, cent % 100);
            let rij = format!("per = \"uur\", amount = \"{euro}\", declared_unit = \"01\"");
            let contracten = contracten(&(tarief(&rij) + &maatwerk("uur", &euro)));
            let (eigen, gewoon) = (prijzen(&contracten, 7001), prijzen(&contracten, 7002));
            prop_assert_eq!(&eigen, &gewoon.iter().map(|p| Prijs { maatwerk: true, ..*p }).collect::<Vec<_>>());
            prop_assert_eq!(eigen[0].in_eenheid(Eenheid::Minuut), Some((2 * cent + 60) / 120));
        }
    }
}
