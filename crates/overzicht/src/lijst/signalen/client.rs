//! What contracts say of the toewijzingen of one client beside each other: spoed, and a budget that products share.

use bericht::{Datum, Dossier, Periode, toon_datum, toon_euro};
use contract::model::Contractregel;
use contract::regelsoort::Parameter;
use contract::reken::spoed_dagen;

use super::toewijzing::{Toewijzingstand, standen};
use super::{Clientzaak, Gezien, Melder};
use crate::afspraken::{Dossierafspraken, Reeks, waarde};

/// A toewijzing for spoed that nothing followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoedgeval {
    /// Place of the contract that it falls under.
    reeks: usize,
    /// Net granted on it under that contract, in eurocent.
    cent: i64,
}

impl<'v> Clientzaak<'_, 'v> {
    /// Spoed as messages show it: support from before the Dagtekening of its toewijzing. More days than allowed, and beside a
    /// toewijzing that fitted, are signals; what nothing followed comes back, to be counted. A toewijzing falls under the
    /// contract that holds on its Dagtekening.
    pub(super) fn spoed(&self, melder: &mut Melder) -> Vec<Spoedgeval> {
        if self.afspraken.reeksen.iter().all(|reeks| reeks.regel("spoed").is_none()) {
            return Vec::new();
        }
        let alle = standen(self.feit);
        let mut gevallen: Vec<(&Toewijzingstand<'_>, Periode)> =
            alle.iter().filter_map(|stand| Some((stand, spoedperiode(stand)?))).collect();
        gevallen.sort_by_key(|(_, periode)| periode.begin);
        let onder = |(at, reeks)| self.spoed_onder((at, reeks), &alle, &gevallen, melder);
        self.afspraken.reeksen.iter().enumerate().flat_map(onder).collect()
    }

    fn spoed_onder(
        &self,
        (plaats, reeks): (usize, &Reeks<'v>),
        alle: &[Toewijzingstand<'_>],
        gevallen: &[(&Toewijzingstand<'_>, Periode)],
        melder: &mut Melder,
    ) -> Vec<Spoedgeval> {
        let (mut eerder, mut open) = (0, Vec::new());
        for (stand, spoed) in gevallen {
            let Some(regel) = reeks.op("spoed", stand.eerste.dagtekening, stand.code()) else { continue };
            let Some(hoogstens) = regel.geheel("max_days") else { continue };
            let nummer = stand.geldig.nummer;
            let gebruik = self.verkeer.per_toewijzing.get(&nummer);
            let cent = gebruik.map_or(0, |g| g.netto.deel(|dag, code| reeks.omvat(dag, code)));
            let over = spoed_dagen(spoed.begin, spoed.eind, hoogstens - eerder);
            eerder += (spoed.eind - spoed.begin).num_days() + 1;
            if !self.vraag.periode.bevat(stand.eerste.dagtekening) {
                continue;
            }
            let mut meld = |wat: String| {
                let gegevens = format!(
                    "begin {}, Dagtekening 301 {}",
                    toon_datum(spoed.begin),
                    toon_datum(stand.eerste.dagtekening)
                );
                let over = Gezien {
                    client: Some(self.client),
                    nummer: Some(nummer),
                    product: stand.code(),
                    dag: Some(stand.eerste.dagtekening),
                    cent: Some(cent),
                    wat,
                    gegevens,
                };
                melder.meld(self.dossier, regel, over);
            };
            if let Some(over) = over {
                meld(format!("{over} dagen spoed boven de {hoogstens} voor een cliënt"));
            }
            if alle.iter().any(|ander| ander.geldig.nummer != nummer && past(ander, stand, spoed.begin)) {
                meld("spoed terwijl een passende toewijzing liep".to_owned());
            }
            if niet_overgenomen(stand, alle, hoogstens) {
                open.push(Spoedgeval { reeks: plaats, cent });
            }
        }
        open
    }

    /// Products that share a budget: lines that were refused on their own toewijzing although the budget together has room,
    /// and more granted than it holds. Only of toewijzingen that lie within the period, so that everything is counted; they
    /// fall under the contract that holds on their Ingangsdatum.
    pub(super) fn gezamenlijk(&self, melder: &mut Melder) {
        for reeks in &self.afspraken.reeksen {
            for regel in reeks.van_soort("combined_budget") {
                let Some(Parameter::Paren(groepen)) = regel.parameter("groups") else { continue };
                for (codes, met) in groepen {
                    self.groep((reeks, regel), codes, met, melder);
                }
            }
        }
    }

    fn groep(
        &self,
        (reeks, regel): (&Reeks<'v>, &Contractregel),
        codes: &[String],
        met: &[String],
        melder: &mut Melder,
    ) {
        let van = |lijst: &[String], stand: &Toewijzingstand<'_>| {
            stand.code().is_some_and(|code| lijst.iter().any(|c| c == code))
        };
        let binnen = |stand: &Toewijzingstand<'_>| {
            let periode = self.vraag.periode;
            periode.bevat(stand.geldig.ingangsdatum) && stand.geldig.einddatum.is_some_and(|eind| periode.bevat(eind))
        };
        let onder = |stand: &Toewijzingstand<'_>| reeks.omvat_toewijzing(stand.geldig.ingangsdatum, stand.code());
        let standen: Vec<Toewijzingstand<'_>> =
            standen(self.feit).into_iter().filter(|s| (van(codes, s) || van(met, s)) && onder(s)).collect();
        let beide = standen.iter().any(|s| van(codes, s)) && standen.iter().any(|s| van(met, s));
        if !beide || !standen.iter().all(binnen) {
            return;
        }
        let waarden = standen.iter().map(|s| waarde(self.vraag.contracten, self.dossier, s.geldig));
        let Some(budget) = waarden.sum::<Option<i64>>() else { return };
        let gebruik =
            || standen.iter().filter_map(|s| self.verkeer.per_toewijzing.get(&s.geldig.nummer).map(|g| (s, g)));
        let toegekend: i64 = gebruik().map(|(_, g)| g.netto.totaal()).sum();
        let gegevens = format!("toegekend {} van samen {}", toon_euro(toegekend), toon_euro(budget));
        let basis = Gezien { client: Some(self.client), gegevens, ..Gezien::default() };
        if toegekend > budget {
            let wat = "boven het gezamenlijke budget".to_owned();
            melder.meld(self.dossier, regel, Gezien { cent: Some(toegekend - budget), wat, ..basis.clone() });
        }
        for (stand, gebruik) in gebruik() {
            let ruimte = |dag: Datum, cent: i64| cent <= budget - toegekend && reeks.geldt(dag);
            for (dag, cent) in gebruik.op.iter().filter(|(dag, cent)| ruimte(*dag, *cent)) {
                let over = Gezien {
                    nummer: Some(stand.geldig.nummer),
                    product: stand.code(),
                    dag: Some(*dag),
                    cent: Some(*cent),
                    wat: "op de eigen toewijzing geweigerd; het gezamenlijke budget heeft nog ruimte".to_owned(),
                    ..basis.clone()
                };
                melder.meld(self.dossier, regel, over);
            }
        }
    }
}

/// The days of support before the Dagtekening of its toewijzing.
fn spoedperiode(stand: &Toewijzingstand<'_>) -> Option<Periode> {
    let begin = stand.start.map_or(stand.eerste.ingangsdatum, |start| start.max(stand.eerste.ingangsdatum));
    let voor = stand.eerste.dagtekening.pred_opt()?;
    let eind = stand.geldig.einddatum.map_or(voor, |eind| eind.min(voor));
    (begin <= eind).then_some(Periode { begin, eind })
}

/// Whether another toewijzing of the same category ran on a day, and was known before.
fn past(ander: &Toewijzingstand<'_>, dit: &Toewijzingstand<'_>, dag: Datum) -> bool {
    let categorie = |stand: &Toewijzingstand<'_>| stand.geldig.product.as_ref().map(|p| p.categorie.clone());
    let liep = ander.geldig.ingangsdatum <= dag && ander.geldig.einddatum.is_none_or(|eind| dag <= eind);
    liep && ander.eerste.dagtekening <= dag && categorie(ander) == categorie(dit)
}

/// Whether a toewijzing is no longer than spoed may last and nothing of the same category followed it.
fn niet_overgenomen(stand: &Toewijzingstand<'_>, alle: &[Toewijzingstand<'_>], hoogstens: i64) -> bool {
    let Some(eind) = stand.geldig.einddatum else { return false };
    let categorie = |stand: &Toewijzingstand<'_>| stand.geldig.product.as_ref().map(|p| p.categorie.clone());
    let volgt = |ander: &Toewijzingstand<'_>| {
        ander.geldig.nummer != stand.geldig.nummer
            && categorie(ander) == categorie(stand)
            && ander.geldig.einddatum.is_none_or(|tot| tot > eind)
    };
    spoed_dagen(stand.geldig.ingangsdatum, eind, hoogstens).is_none() && !alle.iter().any(volgt)
}

/// Cases of spoed that nothing followed, of each contract its own, against the number after which it warns.
pub(super) fn spoedteller(
    dossier: &Dossier,
    afspraken: &Dossierafspraken<'_>,
    gevallen: &[Spoedgeval],
    melder: &mut Melder,
) {
    for (plaats, reeks) in afspraken.reeksen.iter().enumerate() {
        let Some(regel) = reeks.regel("spoed") else { continue };
        let Some(grens) = regel.geheel("counter_limit").and_then(|n| usize::try_from(n).ok()) else { continue };
        let hier: Vec<&Spoedgeval> = gevallen.iter().filter(|geval| geval.reeks == plaats).collect();
        if grens > 0 && hier.len() >= grens {
            let wat = format!("{} keer spoed zonder vervolg; vanaf {grens} hoort een waarschuwing", hier.len());
            let gegevens = "toewijzingen met een begin voor hun Dagtekening, zonder volgende toewijzing".to_owned();
            let cent = hier.iter().map(|geval| geval.cent).sum();
            melder.meld(dossier, regel, Gezien { cent: Some(cent), wat, gegevens, ..Gezien::default() });
        }
    }
}
