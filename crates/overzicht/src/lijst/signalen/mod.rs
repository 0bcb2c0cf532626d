//! Signals that one message cannot show: what the contracts say of toewijzingen, starts, stops, lines and amounts over a
//! period. Work for people, never a refusal. A kind without a contract that agrees on it gives nothing.

pub(super) mod client;
pub(super) mod lijn;
pub(super) mod toewijzing;

use std::collections::BTreeMap;

use bericht::{Datum, Dossier};
use chrono::Datelike;
use contract::afronden;
use contract::model::Contractregel;
use contract::reken::{Stand, stand};
use dossier::{ClientFeit, ClientSleutel, Key, Record, Table, client_van, dossier_van};
use rust_decimal::Decimal;

use super::verkeer::{Dossierverkeer, verkeer};
use super::{Rij, Vraag, Waarde, rij};
use crate::afspraken::{Afspraken, Dossierafspraken};
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;
use crate::netto::Netto;
use client::Spoedgeval;

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "soort",
    "feit",
    "client",
    "toewijzing",
    "product",
    "dag",
    "bedrag_cent",
    "wat",
    "gegevens",
];

/// Something to look at.
#[derive(Debug, Clone, Default)]
pub(super) struct Gezien<'g> {
    pub(super) client: Option<&'g ClientSleutel>,
    pub(super) nummer: Option<u32>,
    pub(super) product: Option<&'g str>,
    pub(super) dag: Option<Datum>,
    /// Amount at stake in eurocent.
    pub(super) cent: Option<i64>,
    /// What is the matter.
    pub(super) wat: String,
    /// Which data say so.
    pub(super) gegevens: String,
}

/// Rows of signals and proposals.
#[derive(Debug, Default)]
pub(super) struct Melder(pub(super) Vec<Rij>);

impl Melder {
    pub(super) fn meld(&mut self, dossier: &Dossier, regel: &Contractregel, gezien: Gezien<'_>) {
        let rest: [Waarde; 9] = [
            regel.soort.naam.into(),
            regel.feiten.first().map(String::as_str).into(),
            gezien.client.map(ClientSleutel::hex).into(),
            gezien.nummer.into(),
            gezien.product.into(),
            gezien.dag.into(),
            gezien.cent.into(),
            gezien.wat.into(),
            gezien.gegevens.into(),
        ];
        self.0.push(rij(dossier, rest));
    }
}

pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut afspraken = Afspraken::nieuw(vraag.contracten, vraag.periode, vraag.dag);
    let mut alles = verkeer(vraag, |dossier| !afspraken.van(dossier).is_leeg())?;
    let mut melder = Melder::default();
    let mut spoed: BTreeMap<Dossier, Vec<Spoedgeval>> = BTreeMap::new();
    let leeg = Dossierverkeer::default();
    loop_af(vraag.store, Table::Client, &Key::new(), |row| {
        let dossier = dossier_van(&row.key).ok_or(OverzichtFout::Sleutel { tabel: Table::Client.name() })?;
        let (Record::Client(feit), Some(client)) = (row.record, client_van(&row.key)) else { return Ok(()) };
        let hier = afspraken.van(&dossier);
        if hier.is_leeg() || !(vraag.mag)(&dossier) || !vraag.wil(&client) {
            return Ok(());
        }
        let verkeer = alles.get(&dossier).unwrap_or(&leeg);
        let zaak = Clientzaak { vraag, dossier: &dossier, afspraken: &hier, client: &client, feit: &feit, verkeer };
        zaak.toewijzingen(&mut melder);
        spoed.entry(dossier.clone()).or_default().extend(zaak.spoed(&mut melder));
        zaak.gezamenlijk(&mut melder);
        zaak.lijnen(&mut melder);
        Ok(())
    })?;
    for (dossier, gevallen) in &spoed {
        client::spoedteller(dossier, &afspraken.van(dossier), gevallen, &mut melder);
    }
    if is_jaar(vraag) {
        for (dossier, verkeer) in std::mem::take(&mut alles) {
            plafonds(&dossier, &afspraken.van(&dossier), &verkeer, &mut melder);
        }
    }
    Ok(melder.0)
}

/// One client with what is known and agreed.
pub(super) struct Clientzaak<'z, 'v> {
    pub(super) vraag: &'z Vraag<'v>,
    pub(super) dossier: &'z Dossier,
    pub(super) afspraken: &'z Dossierafspraken<'v>,
    pub(super) client: &'z ClientSleutel,
    pub(super) feit: &'z ClientFeit,
    pub(super) verkeer: &'z Dossierverkeer,
}

pub(super) fn is_jaar(vraag: &Vraag<'_>) -> bool {
    vraag.periode.begin.ordinal() == 1 && (vraag.periode.eind.month(), vraag.periode.eind.day()) == (12, 31)
}

/// Amounts over a calendar year against their limits, of each contract what falls under it.
fn plafonds(dossier: &Dossier, afspraken: &Dossierafspraken<'_>, verkeer: &Dossierverkeer, melder: &mut Melder) {
    let per_jaar = |regel: &&Contractregel| regel.tekst("year_basis") == Some("calendar_year");
    for reeks in &afspraken.reeksen {
        let onder = |netto: &Netto| netto.deel(|dag, code| reeks.omvat(dag, code));
        for ((client, code), netto) in &verkeer.per_product {
            for regel in reeks.van_soort("annual_client_cap").filter(per_jaar) {
                if regel.tekst("code") == Some(code) {
                    let over = Gezien { client: Some(client), product: Some(code), ..Gezien::default() };
                    plafond(dossier, regel, (onder(netto), &[]), &over, melder);
                }
            }
        }
        for regel in reeks.van_soort("provider_spending_cap").filter(per_jaar) {
            let niveaus: Vec<Decimal> = regel.getal("warn_at").into_iter().collect();
            plafond(dossier, regel, (onder(&verkeer.netto), &niveaus), &Gezien::default(), melder);
        }
    }
}

fn plafond(
    dossier: &Dossier,
    regel: &Contractregel,
    (cent, niveaus): (i64, &[Decimal]),
    over: &Gezien<'_>,
    melder: &mut Melder,
) {
    let Some(grens) = regel.getal("amount") else { return };
    let (wat, op_het_spel) = match stand(afronden::euro(cent), grens, niveaus) {
        Stand::Ruim => return,
        Stand::Waarschuwing(niveau) => (format!("bereikt {niveau} van {grens} euro"), cent),
        Stand::Boven(meer) => (format!("boven {grens} euro"), afronden::eurocent(meer).unwrap_or(cent)),
    };
    let gegevens = format!("toegekend {}", bericht::toon_euro(cent));
    melder.meld(dossier, regel, Gezien { cent: Some(op_het_spel), wat, gegevens, ..over.clone() });
}
