//! What contracts say of one toewijzing with its start and stop: starting in time, messages that are missing, dates to be
//! reminded of, work that is not declared.

use bericht::{Datum, toon_datum};
use chrono::{Datelike, Days, Months};
use contract::model::Contractregel;
use contract::reken::{met_terugwerkende_kracht, onderhanden, start_te_laat, weken_voor};
use dossier::{ClientFeit, ToewijzingVersie, geldige_versie};
use regels::termijn::MELDING;
use regels::werkdag::{werkdagen_later, werkdagen_tussen};

use super::{Clientzaak, Gezien, Melder};
use crate::afspraken::{Versie, maanden};
use crate::lijst::verkeer::Gebruik;

/// RedenBeeindiging of a temporary stop.
pub(in crate::lijst) const TIJDELIJK: &str = "20";

/// A toewijzing with what became of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::lijst) struct Toewijzingstand<'t> {
    /// The version that came first.
    pub(in crate::lijst) eerste: &'t ToewijzingVersie,
    /// The version that holds.
    pub(in crate::lijst) geldig: &'t ToewijzingVersie,
    /// First Begindatum.
    pub(in crate::lijst) start: Option<Datum>,
    /// Last Einddatum of a stop that is not temporary.
    pub(in crate::lijst) stop: Option<Datum>,
}

impl<'t> Toewijzingstand<'t> {
    /// ProductCode.
    pub(in crate::lijst) fn code(&self) -> Option<&'t str> {
        self.geldig.product.as_ref().and_then(|p| p.code.as_deref())
    }

    /// Last day: of the stop, else of the toewijzing.
    pub(in crate::lijst) fn eind(&self) -> Option<Datum> {
        match (self.stop, self.geldig.einddatum) {
            (Some(stop), Some(eind)) => Some(stop.min(eind)),
            (stop, eind) => stop.or(eind),
        }
    }
}

/// The toewijzingen of a client that are not deleted, in order of number.
pub(in crate::lijst) fn standen(feit: &ClientFeit) -> Vec<Toewijzingstand<'_>> {
    let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
    nummers.sort_unstable();
    nummers.dedup();
    let stand = |nummer: u32| {
        let geldig = geldige_versie(&feit.toewijzingen, nummer).filter(|v| !v.is_verwijderd())?;
        let eerste = feit.toewijzingen.iter().filter(|v| v.nummer == nummer).min_by_key(|v| v.bericht)?;
        let starts = feit.starts.iter().filter(|s| s.nummer == Some(nummer) && s.verwijderd.is_none());
        let stops = feit.stops.iter().filter(|s| s.nummer == Some(nummer) && s.verwijderd.is_none());
        Some(Toewijzingstand {
            eerste,
            geldig,
            start: starts.map(|s| s.begindatum).min(),
            stop: stops.filter(|s| s.reden != TIJDELIJK).map(|s| s.einddatum).max(),
        })
    };
    nummers.into_iter().filter_map(stand).collect()
}

/// What is seen, on which day, and which data say so.
type Melding = (Datum, String, String);

impl Clientzaak<'_, '_> {
    /// Everything that is about one toewijzing, by the rules in force on the day that it falls on. The amount is what was
    /// granted on it under the same contract.
    pub(super) fn toewijzingen(&self, melder: &mut Melder) {
        let leeg = Gebruik::default();
        for stand in standen(self.feit) {
            let gebruik = self.verkeer.per_toewijzing.get(&stand.geldig.nummer).unwrap_or(&leeg);
            for versie in self.afspraken.versies().filter(|versie| versie.koopt(stand.code())) {
                self.toewijzing(versie, &stand, gebruik, melder);
            }
        }
    }

    fn toewijzing(&self, versie: &Versie<'_>, stand: &Toewijzingstand<'_>, gebruik: &Gebruik, melder: &mut Melder) {
        let cent = gebruik.netto.deel(|dag, code| versie.omvat(dag, code));
        for regel in &versie.contract.regels {
            let gezien: Vec<Melding> = match regel.soort.naam {
                "start_deadline" => start(regel, stand, self.vraag.dag).into_iter().collect(),
                "no_retroactive_toewijzing" => terugwerkend(stand.eerste).into_iter().collect(),
                "notice_before_end" => herinneringen(regel, stand),
                "plan_deadline" => plan(regel, stand).into_iter().collect(),
                "regie_messages" => self.regieberichten(regel, versie, stand, cent),
                "wip_age" => self.onderhanden(regel, versie, stand, gebruik).into_iter().collect(),
                _ => continue,
            };
            let hier = |dag: Datum| self.vraag.periode.bevat(dag) && versie.geldt(dag);
            for (dag, wat, gegevens) in gezien.into_iter().filter(|(dag, ..)| hier(*dag)) {
                let gezien = Gezien {
                    client: Some(self.client),
                    nummer: Some(stand.geldig.nummer),
                    product: stand.code(),
                    dag: Some(dag),
                    cent: Some(cent),
                    wat,
                    gegevens,
                };
                melder.meld(self.dossier, regel, gezien);
            }
        }
    }

    /// Declared without a start, or ended without a stop.
    fn regieberichten(
        &self,
        regel: &Contractregel,
        versie: &Versie<'_>,
        stand: &Toewijzingstand<'_>,
        cent: i64,
    ) -> Vec<Melding> {
        let verplicht = |bericht: &str| regel.teksten("mandatory").iter().any(|m| m == bericht);
        let mut uit = Vec::new();
        if verplicht("305") && stand.start.is_none() && cent > 0 {
            let dag = versie.vanaf(self.vraag.periode.begin.max(stand.geldig.ingangsdatum));
            let (wat, gegevens) = ("gedeclareerd zonder startbericht", "geen 305 op de toewijzing");
            uit.extend(dag.map(|dag| (dag, wat.to_owned(), gegevens.to_owned())));
        }
        if let Some(eind) = stand.geldig.einddatum.filter(|_| verplicht("307"))
            && (stand.start.is_some() && stand.stop.is_none())
            && self.vraag.dag > werkdagen_later(eind, MELDING)
        {
            let gegevens = format!("Einddatum {}, geen 307 op {}", toon_datum(eind), toon_datum(self.vraag.dag));
            uit.push((eind, "geëindigd zonder stopbericht".to_owned(), gegevens));
        }
        uit
    }

    /// Months of support of which nothing was handed in and that lie too long ago.
    fn onderhanden(
        &self,
        regel: &Contractregel,
        versie: &Versie<'_>,
        stand: &Toewijzingstand<'_>,
        gebruik: &Gebruik,
    ) -> Option<Melding> {
        let termijn = regel.geheel("months").and_then(|m| u32::try_from(m).ok())?;
        let begin = stand.start?;
        let eind = stand.eind().unwrap_or(Datum::MAX);
        let open: Vec<Datum> = maanden(self.vraag.periode)
            .into_iter()
            .filter(|maand| begin <= maand.eind && maand.begin <= eind && !gebruik.ingediend(maand.begin.month()))
            .map(|maand| maand.eind.min(eind))
            .filter(|geleverd| versie.geldt(*geleverd) && onderhanden(*geleverd, termijn, self.vraag.dag))
            .collect();
        let oudste = *open.first()?;
        let wat = format!("{} maanden niet gedeclareerd, ouder dan {termijn} maanden", open.len());
        let gegevens = format!("start {}, geen prestatie tot en met {}", toon_datum(begin), toon_datum(oudste));
        Some((oudste, wat, gegevens))
    }
}

/// A start after the limit, counted from the Dagtekening of the first 301; or none while the limit has passed; or one after
/// the day that was aimed for.
pub(in crate::lijst) fn start(regel: &Contractregel, stand: &Toewijzingstand<'_>, dag: Datum) -> Option<Melding> {
    let grenzen = (regel.geheel("limit_days"), regel.geheel("limit_werkdagen"));
    let tel = |van, tot| i64::try_from(werkdagen_tussen(van, tot)).unwrap_or(i64::MAX);
    let (klok, ingang) = (stand.eerste.dagtekening, stand.eerste.ingangsdatum);
    let over = start_te_laat(klok, ingang, stand.start.unwrap_or(dag), grenzen, tel);
    let eenheid = if grenzen.0.is_some() { "dagen" } else { "werkdagen" };
    let gegevens = format!("Dagtekening 301 {}, Ingangsdatum {}", toon_datum(klok), toon_datum(ingang));
    match (stand.start, over) {
        (Some(start), Some(over)) => {
            let gegevens = format!("{gegevens}, Begindatum 305 {}", toon_datum(start));
            Some((start, format!("start {over} {eenheid} na de termijn"), gegevens))
        }
        (None, Some(over)) => {
            let eerst = eerste_dag_te_laat(klok.max(ingang), grenzen)?;
            let liep = stand.geldig.einddatum.is_none_or(|eind| eerst <= eind);
            let wat = format!("op {} nog niet gestart, {over} {eenheid} na de termijn", toon_datum(dag));
            liep.then_some((eerst, wat, format!("{gegevens}, geen 305")))
        }
        (Some(start), None) => {
            let over = start_te_laat(klok, ingang, start, (None, regel.geheel("target_werkdagen")), tel)?;
            let gegevens = format!("{gegevens}, Begindatum 305 {}", toon_datum(start));
            Some((start, format!("start {over} werkdagen na de streeftermijn, binnen de termijn"), gegevens))
        }
        (None, None) => None,
    }
}

/// The first day on which a start is late.
fn eerste_dag_te_laat(begin: Datum, (dagen, werkdagen): (Option<i64>, Option<i64>)) -> Option<Datum> {
    let na_dagen = dagen.and_then(|d| begin.checked_add_days(Days::new(u64::try_from(d).ok()?)));
    let na_werkdagen = werkdagen.and_then(|w| Some(werkdagen_later(begin, u32::try_from(w).ok()?)));
    na_dagen.into_iter().chain(na_werkdagen).min()?.succ_opt()
}

/// A toewijzing that began before it was sent. A later version of one that ran does so by nature.
fn terugwerkend(eerste: &ToewijzingVersie) -> Option<Melding> {
    let dagen = met_terugwerkende_kracht(eerste.ingangsdatum, eerste.dagtekening)?;
    let gegevens =
        format!("Ingangsdatum {}, Dagtekening {}", toon_datum(eerste.ingangsdatum), toon_datum(eerste.dagtekening));
    Some((eerste.dagtekening, format!("ingegaan {dagen} dagen voor de toewijzing; mag bij spoed"), gegevens))
}

/// Days to look ahead to the end, or back at a year that has passed.
fn herinneringen(regel: &Contractregel, stand: &Toewijzingstand<'_>) -> Vec<Melding> {
    let mut uit = Vec::new();
    let getal = |naam| regel.geheel(naam).and_then(|n| u32::try_from(n).ok());
    if let Some(eind) = stand.geldig.einddatum {
        let gegevens = || format!("Einddatum {}", toon_datum(eind));
        for (naam, wat) in [("weeks", "eindigt op"), ("answer_weeks", "antwoord over vervolg; eindigt op")] {
            let dag = getal(naam).and_then(|weken| Some((weken, weken_voor(eind, weken)?)));
            uit.extend(dag.map(|(weken, dag)| (dag, format!("{wat} {eind}, over {weken} weken"), gegevens())));
        }
    }
    let begin = stand.geldig.ingangsdatum;
    let elke = regel.parameter("yearly").and(Some(12)).filter(|_| getal("months").is_none()).or(getal("months"));
    if let Some(maanden) = elke.filter(|maanden| *maanden > 0) {
        // At most as many as fit in a working life; each within the support.
        for keer in 1..=600 / maanden {
            let Some(dag) = begin.checked_add_months(Months::new(keer * maanden)) else { break };
            if stand.geldig.einddatum.is_some_and(|eind| eind <= dag) {
                break;
            }
            let gegevens = format!("Ingangsdatum {}", toon_datum(begin));
            uit.push((dag, format!("loopt {} maanden: bespreken", keer * maanden), gegevens));
        }
    }
    uit
}

/// The last day for the plan. Whether it came stands in no message.
fn plan(regel: &Contractregel, stand: &Toewijzingstand<'_>) -> Option<Melding> {
    let (start, weken) = (stand.start?, regel.geheel("weeks").and_then(|w| u64::try_from(w).ok())?);
    let uiterlijk = start.checked_add_days(Days::new(weken.checked_mul(7)?))?;
    let liep = stand.eind().is_none_or(|eind| uiterlijk <= eind);
    let gegevens = format!("Begindatum 305 {}", toon_datum(start));
    liep.then(|| (uiterlijk, format!("het plan is vastgelegd uiterlijk op {}", toon_datum(uiterlijk)), gegevens))
}
