//! What contracts say of granted lines: beside each other, over several declaraties, and against starts and stops.

use bericht::{Datum, Eenheid, toon_datum};
use contract::model::Contractregel;
use contract::reken::{Lijn, Vierweken, combinaties, maand, volume_per_week};
use dossier::ClientFeit;

use super::toewijzing::{TIJDELIJK, Toewijzingstand, standen};
use super::{Clientzaak, Gezien, Melder};
use crate::afspraken::Dossierafspraken;
use crate::lijst::verkeer::Lijnfeit;

/// RedenBeeindiging of a death.
const OVERLEDEN: &str = "02";

/// Something about a line.
#[derive(Debug)]
pub(in crate::lijst) struct Lijnsignaal<'r> {
    /// The rule.
    pub(in crate::lijst) regel: &'r Contractregel,
    /// Place of the line.
    pub(in crate::lijst) lijn: usize,
    /// Amount at stake in eurocent.
    pub(in crate::lijst) cent: i64,
    wat: String,
    gegevens: String,
    /// Whether the line goes against the contract. A volume that points to another law does not.
    pub(in crate::lijst) fout: bool,
}

impl Clientzaak<'_, '_> {
    pub(super) fn lijnen(&self, melder: &mut Melder) {
        let Some(lijnen) = self.verkeer.per_client.get(self.client) else { return };
        for signaal in lijnsignalen(self.afspraken, self.feit, lijnen, self.vraag.dag) {
            let Some(lijn) = lijnen.get(signaal.lijn) else { continue };
            let gezien = Gezien {
                client: Some(self.client),
                nummer: Some(lijn.nummer),
                product: Some(&lijn.code),
                dag: Some(lijn.periode.begin),
                cent: Some(signaal.cent),
                wat: signaal.wat,
                gegevens: signaal.gegevens,
            };
            melder.meld(self.dossier, signaal.regel, gezien);
        }
    }
}

/// Everything that the contracts say of the granted lines of one client in a period, each of those on whose first day it
/// holds.
pub(in crate::lijst) fn lijnsignalen<'c>(
    afspraken: &Dossierafspraken<'c>,
    feit: &ClientFeit,
    lijnen: &[Lijnfeit],
    dag: Datum,
) -> Vec<Lijnsignaal<'c>> {
    let toewijzingen = standen(feit);
    let mut uit = Vec::new();
    for versie in afspraken.versies() {
        let hier: Vec<(usize, &Lijnfeit)> =
            lijnen.iter().enumerate().filter(|(_, lijn)| versie.geldt(lijn.periode.begin)).collect();
        let mut gezien = Vec::new();
        for regel in &versie.contract.regels {
            naast_elkaar(regel, &hier, &mut gezien);
            for (at, lijn) in &hier {
                let stand = toewijzingen.iter().find(|s| s.geldig.nummer == lijn.nummer);
                let over = match regel.soort.naam {
                    "volume_threshold" => veel(regel, lijn),
                    "stop_after_death" => na_overlijden(feit, lijn),
                    "temporary_stop_billing" => tijdens_afwezigheid(regel, feit, lijn, dag),
                    "full_period_billing" => {
                        versie.rooster().zip(stand).and_then(|(rooster, stand)| meer_perioden(rooster, stand, lijn))
                    }
                    _ => None,
                };
                gezien.extend(over.map(|(cent, wat, gegevens)| {
                    let fout = regel.soort.naam != "volume_threshold";
                    Lijnsignaal { regel, lijn: *at, cent, wat, gegevens, fout }
                }));
            }
        }
        // A product that the contract excludes stands beside the others, but its rules are not about it.
        gezien.retain(|s: &Lijnsignaal<'_>| lijnen.get(s.lijn).is_some_and(|lijn| versie.koopt(Some(&lijn.code))));
        uit.append(&mut gezien);
    }
    uit
}

/// What a rule says of lines beside each other.
fn naast_elkaar<'c>(regel: &'c Contractregel, hier: &[(usize, &Lijnfeit)], uit: &mut Vec<Lijnsignaal<'c>>) {
    let als_lijn: Vec<Lijn<'_>> = hier.iter().map(|(_, lijn)| lijn.als_lijn()).collect();
    for gezien in combinaties(regel, &als_lijn) {
        let Some((lijn, _)) = hier.get(gezien.lijn) else { continue };
        let gegevens = "toegekende prestaties van de cliënt in de periode".to_owned();
        let (cent, wat) = (gezien.cent, gezien.tekst);
        uit.push(Lijnsignaal { regel, lijn: *lijn, cent, wat, gegevens, fout: true });
    }
}

/// Amount at stake, what is seen, and which data say so.
type Melding = (i64, String, String);

/// A volume that comes to at least so much a week; in pieces as they were declared.
fn veel(regel: &Contractregel, lijn: &Lijnfeit) -> Option<Melding> {
    let drempel = regel.geheel("per_week")?;
    let past = regel.teksten("code").iter().any(|code| *code == lijn.code) && lijn.eenheid != Eenheid::Euro;
    (past && volume_per_week(lijn.volume, lijn.periode.begin, lijn.periode.eind, drempel)).then(|| {
        let wat = format!("{drempel} of meer per week; {}", regel.tekst("meaning").unwrap_or("zie het contract"));
        (lijn.cent, wat, format!("volume {} in de productperiode", lijn.volume))
    })
}

/// A line that begins after the day of death, by what a 307 said.
fn na_overlijden(feit: &ClientFeit, lijn: &Lijnfeit) -> Option<Melding> {
    let stops = feit.stops.iter().filter(|s| s.verwijderd.is_none() && s.reden == OVERLEDEN);
    let dag = stops.map(|s| s.einddatum).min().filter(|dag| lijn.periode.begin > *dag)?;
    let gegevens = format!("307 met reden 02, Einddatum {}", toon_datum(dag));
    Some((lijn.cent, "na de dag van overlijden".to_owned(), gegevens))
}

/// A line over days on which the client took no part: after a stop with one of these reasons and before the next start. A
/// temporary stop counts once it lasts so many weeks.
fn tijdens_afwezigheid(regel: &Contractregel, feit: &ClientFeit, lijn: &Lijnfeit, dag: Datum) -> Option<Melding> {
    let weken = regel.geheel("after_weeks")?;
    let redenen = regel.teksten("reasons");
    let telt = |reden: &str| redenen.is_empty() && reden == TIJDELIJK || redenen.iter().any(|r| r == reden);
    let stops = feit.stops.iter().filter(|s| s.verwijderd.is_none() && s.nummer == Some(lijn.nummer));
    for stop in stops.filter(|s| telt(&s.reden) && s.einddatum < lijn.periode.begin) {
        let starts = feit.starts.iter().filter(|s| s.verwijderd.is_none() && s.nummer == Some(lijn.nummer));
        let terug = starts.map(|s| s.begindatum).filter(|begin| *begin > stop.einddatum).min();
        if terug.is_some_and(|terug| terug <= lijn.periode.eind) {
            continue;
        }
        let dagen = (terug.unwrap_or(dag) - stop.einddatum).num_days() - i64::from(terug.is_some());
        if stop.reden != TIJDELIJK || dagen >= 7 * weken {
            let wat = "gedeclareerd over dagen waarop de cliënt niet deelnam".to_owned();
            let tot = terug.map_or_else(|| "nog geen nieuwe start".to_owned(), |t| format!("start {}", toon_datum(t)));
            let gegevens = format!("307 met reden {}, Einddatum {}, {tot}", stop.reden, toon_datum(stop.einddatum));
            return Some((lijn.cent, wat, gegevens));
        }
    }
    None
}

/// More periods of four weeks than may be declared in a month. The amount is that of the periods too many.
fn meer_perioden(rooster: Vierweken, stand: &Toewijzingstand<'_>, lijn: &Lijnfeit) -> Option<Melding> {
    if !matches!(lijn.eenheid, Eenheid::StuksOutput | Eenheid::StuksInspanning) {
        return None;
    }
    let begin = stand.start.unwrap_or(stand.geldig.ingangsdatum);
    let hoogstens = rooster.betaald_in(begin, stand.eind(), maand(lijn.periode.begin)?);
    let meer = lijn.volume - hoogstens;
    (meer > 0).then(|| {
        let cent = lijn.tarief.map_or(lijn.cent, |tarief| tarief.saturating_mul(meer).min(lijn.cent));
        let wat =
            format!("{} perioden van vier weken gedeclareerd; in deze maand eindigen er {hoogstens}", lijn.volume);
        let tot = stand.eind().map_or_else(|| "geen einde".to_owned(), |eind| format!("einde {}", toon_datum(eind)));
        (cent, wat, format!("begin {}, {tot}, rooster vanaf {}", toon_datum(begin), toon_datum(rooster.anker)))
    })
}
