//! Lists out of stored traffic: rows of one table each, flat, with the client as the keyed hash of the store.

mod betalingen;
mod cbs;
mod client;
mod controle;
mod credits;
mod open;
mod plek;
mod productie;
mod signalen;
mod termijnen;
mod verkeer;
mod voorstellen;

use bericht::{Datum, Dossier, Periode};
use contract::Contracten;
use dossier::{ClientSleutel, Key, PrestatieFeit, Record, Row, Table, dossier_van};
use opslag::Store;
use serde::{Serialize, Serializer};

use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soort {
    /// Granted volume and amount per product, unit and month.
    Productie,
    /// Toewijzingen with start and end per client, for beleidsinformatie.
    Cbs,
    /// Granted Prestaties per client.
    Client,
    /// Granted amount per declaratie, with the last day to pay.
    Betalingen,
    /// Prestaties that are sent and not answered, or refused and not granted since.
    Open,
    /// Everything on a toewijzing, ProductPeriode and product of which something was taken back, in order of arrival.
    Credits,
    /// What contracts say of toewijzingen, starts, stops, lines and amounts that one message cannot show.
    Signalen,
    /// Fines, costs, sanctions and recovery that contracts speak of, as proposals, and steps of a ladder.
    Voorstellen,
    /// Clients to look into.
    Steekproef,
    /// Faults and uncertainties against the limits of a contract.
    Materialiteit,
    /// What is still to be answered, by whom and until when.
    Termijnen,
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waarde {
    /// Nothing.
    Leeg,
    /// Text.
    Tekst(String),
    /// A whole number; money in eurocent.
    Getal(i64),
}

impl Serialize for Waarde {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Waarde::Leeg => to.serialize_none(),
            Waarde::Tekst(tekst) => to.serialize_str(tekst),
            Waarde::Getal(getal) => to.serialize_i64(*getal),
        }
    }
}

impl From<&str> for Waarde {
    fn from(tekst: &str) -> Self {
        Waarde::Tekst(tekst.to_owned())
    }
}

impl From<String> for Waarde {
    fn from(tekst: String) -> Self {
        Waarde::Tekst(tekst)
    }
}

impl From<i64> for Waarde {
    fn from(getal: i64) -> Self {
        Waarde::Getal(getal)
    }
}

impl From<u32> for Waarde {
    fn from(getal: u32) -> Self {
        Waarde::Getal(getal.into())
    }
}

impl From<Datum> for Waarde {
    fn from(dag: Datum) -> Self {
        Waarde::Tekst(dag.to_string())
    }
}

impl<T: Into<Waarde>> From<Option<T>> for Waarde {
    fn from(waarde: Option<T>) -> Self {
        waarde.map_or(Waarde::Leeg, Into::into)
    }
}

/// A row: as many values as the list has columns.
pub type Rij = Vec<Waarde>;

/// What is asked.
pub struct Vraag<'v> {
    /// The stored traffic; only read.
    pub store: &'v dyn Store,
    /// Contracts, for days to pay in and everything that they agree on; none is fine.
    pub contracten: &'v Contracten,
    /// Month or year. A Prestatie counts by the first day of its ProductPeriode, a toewijzing when it runs on a day of it.
    pub periode: Periode,
    /// Day up to which the period has passed: what is due by then and not there is missing.
    pub dag: Datum,
    /// Only this client, by the keyed hash of the store.
    pub client: Option<String>,
    /// Which dossiers count.
    pub mag: &'v dyn Fn(&Dossier) -> bool,
}

impl std::fmt::Debug for Vraag<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vraag {{ periode: {:?} }}", self.periode)
    }
}

impl Soort {
    /// All lists.
    pub const ALLE: [Soort; 11] = [
        Soort::Productie,
        Soort::Cbs,
        Soort::Client,
        Soort::Betalingen,
        Soort::Open,
        Soort::Credits,
        Soort::Signalen,
        Soort::Voorstellen,
        Soort::Steekproef,
        Soort::Materialiteit,
        Soort::Termijnen,
    ];

    /// Name, as on the command line and in an address.
    pub fn naam(self) -> &'static str {
        match self {
            Soort::Productie => "productie",
            Soort::Cbs => "cbs",
            Soort::Client => "client",
            Soort::Betalingen => "betalingen",
            Soort::Open => "open",
            Soort::Credits => "credits",
            Soort::Signalen => "signalen",
            Soort::Voorstellen => "voorstellen",
            Soort::Steekproef => "steekproef",
            Soort::Materialiteit => "materialiteit",
            Soort::Termijnen => "termijnen",
        }
    }

    /// Names of the columns; a client, where there is one, is called `client`.
    pub fn kolommen(self) -> &'static [&'static str] {
        match self {
            Soort::Productie => productie::KOLOMMEN,
            Soort::Cbs => cbs::KOLOMMEN,
            Soort::Client => client::KOLOMMEN,
            Soort::Betalingen => betalingen::KOLOMMEN,
            Soort::Open => open::KOLOMMEN,
            Soort::Credits => credits::KOLOMMEN,
            Soort::Signalen | Soort::Voorstellen => signalen::KOLOMMEN,
            Soort::Steekproef => controle::STEEKPROEF,
            Soort::Materialiteit => controle::MATERIALITEIT,
            Soort::Termijnen => termijnen::KOLOMMEN,
        }
    }

    /// Hands every row to `toon`, in a fixed order.
    pub fn rijen<F: From<OverzichtFout>>(
        self,
        vraag: &Vraag<'_>,
        mut toon: impl FnMut(Rij) -> Result<(), F>,
    ) -> Result<(), F> {
        match self {
            Soort::Productie => productie::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Betalingen => betalingen::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Open => open::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Credits => credits::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Signalen => signalen::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Voorstellen => voorstellen::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Steekproef => controle::steekproeven(vraag)?.into_iter().try_for_each(toon),
            Soort::Materialiteit => controle::materialiteiten(vraag)?.into_iter().try_for_each(toon),
            Soort::Termijnen => termijnen::rijen(vraag)?.into_iter().try_for_each(toon),
            Soort::Cbs => stroom(vraag, Table::Client, cbs::rijen, &mut toon),
            Soort::Client => stroom(vraag, Table::Prestatie, client::rijen, &mut toon),
        }
    }
}

/// Rows that follow from one row of the store each.
fn stroom<F: From<OverzichtFout>>(
    vraag: &Vraag<'_>,
    table: Table,
    maak: fn(&Vraag<'_>, &Dossier, &Row) -> Vec<Rij>,
    toon: &mut impl FnMut(Rij) -> Result<(), F>,
) -> Result<(), F> {
    let mut uit = Ok(());
    vraag
        .store
        .walk(table, &Key::new(), &mut |row| {
            uit = dossier_van(&row.key)
                .ok_or(OverzichtFout::Sleutel { tabel: table.name() })
                .map_err(F::from)
                .and_then(|dossier| {
                    let rijen = if (vraag.mag)(&dossier) { maak(vraag, &dossier, &row) } else { Vec::new() };
                    rijen.into_iter().try_for_each(&mut *toon)
                });
            if uit.is_ok() { std::ops::ControlFlow::Continue(()) } else { std::ops::ControlFlow::Break(()) }
        })
        .map_err(OverzichtFout::from)?;
    uit
}

impl Vraag<'_> {
    /// Whether a client is asked for.
    fn wil(&self, client: &ClientSleutel) -> bool {
        self.client.as_deref().is_none_or(|gevraagd| gevraagd == client.hex())
    }

    /// Walks over the Prestaties of the dossiers, periods and clients that are asked for.
    fn prestaties(
        &self,
        mut visit: impl FnMut(&Dossier, PrestatieFeit) -> Result<(), OverzichtFout>,
    ) -> Result<(), OverzichtFout> {
        loop_af(self.store, Table::Prestatie, &Key::new(), |row| {
            let Record::Prestatie(feit) = row.record else { return Ok(()) };
            if !self.periode.bevat(feit.periode.begin) || !self.wil(&feit.client) {
                return Ok(());
            }
            let sleutel = OverzichtFout::Sleutel { tabel: Table::Prestatie.name() };
            let dossier = dossier_van(&row.key).ok_or(sleutel)?;
            if (self.mag)(&dossier) { visit(&dossier, *feit) } else { Ok(()) }
        })
    }
}

/// The first three columns of every list.
fn partijen(dossier: &Dossier) -> [Waarde; 3] {
    [dossier.domein.as_str().into(), dossier.gemeente.as_str().into(), dossier.aanbieder.as_str().into()]
}

fn rij(dossier: &Dossier, rest: impl IntoIterator<Item = Waarde>) -> Rij {
    partijen(dossier).into_iter().chain(rest).collect()
}

/// A row as an object, its keys in the order of the columns.
#[derive(Debug, Clone, Copy)]
pub struct Voorwerp<'r> {
    /// Names.
    pub kolommen: &'r [&'static str],
    /// Values.
    pub rij: &'r [Waarde],
}

impl Serialize for Voorwerp<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.kolommen.iter().zip(self.rij))
    }
}
