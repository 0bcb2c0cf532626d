//! 305 and 307 against the dossier: deletions first, then new deliveries, each in document order. What was accepted earlier
//! in that order counts for what follows.

use std::collections::HashSet;

use bericht::{Datum, StartBericht, StartProduct, StatusAanlevering, StopBericht, StopProduct, datum, toon_datum};
use dossier::{ClientFeit, Kennis, StartFeit, StopFeit};

use schema::tree::NodeId;

use super::{Zaak, bij, roep};
use crate::contractsignaal;
use crate::melding::Meldingen;
use crate::moment::{StartToets, StopToets};
use crate::regels::startstop::{TIJDELIJK, loopt, stops_op_start};
use crate::register::{Bekend, Register};
use crate::termijn::{MELDING, te_laat};

/// Judges the starts of a 305 and books what is in order. When any start is refused the caller drops the bookings: the
/// message is refused as a whole.
pub fn starts(bericht: &StartBericht<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = zaak.hasher.client(bericht.client.bsn);
    let (verwijderen, nieuw) = (bij!(zaak.bericht, StartVerwijderen), bij!(zaak.bericht, StartNieuw));
    let toewijzingen = kennis.client(&client).toewijzingen.clone();
    let mut register = Register::van(kennis.client(&client), &toewijzingen);
    for weg in [true, false] {
        for start in bericht.starts.iter().filter(|s| (s.status == StatusAanlevering::Verwijderen) == weg) {
            let before = meld.aantal();
            let feit = kennis.client(&client);
            let bekend = Bekend { feit, register: &register };
            let toets = StartToets { start, feit, bekend, omgeving: zaak.omgeving };
            roep(if weg { &verwijderen } else { &nieuw }, meld, |f, meld| f(&toets, meld));
            if meld.aantal() > before {
                continue;
            }
            if weg {
                kennis.wijzig_client(&client, |feit| {
                    let plaats = register.plaats_van_start(feit, start);
                    if let Some(oud) = plaats.and_then(|plaats| feit.starts.get_mut(plaats)) {
                        oud.verwijder(zaak.id);
                    }
                });
            } else {
                signaleer_start(&toets, meld);
                signaleer_herstart(start, bekend, meld);
                andere_ingangsdatum((start.node, start.nummer), zaak, bekend, meld);
                kennis.wijzig_client(&client, |feit| feit.starts.push(start_feit(start, zaak)));
                register.neem_op(kennis.client(&client));
            }
        }
    }
}

fn start_feit(start: &StartProduct, zaak: &Zaak<'_>) -> StartFeit {
    StartFeit {
        nummer: start.nummer,
        product: start.product.clone(),
        begindatum: start.begindatum,
        bericht: zaak.id,
        verwijderd: None,
        ook_verwijderd: Vec::new(),
    }
}

/// What no rule refuses and a person should know: a start outside its toewijzing, or with another product.
fn signaleer_start(toets: &StartToets<'_>, meld: &mut Meldingen) {
    let (start, omgeving, register) = (toets.start, toets.omgeving, toets.bekend.register);
    let vanaf = eerste_dag(start, register);
    contractsignaal::start(start, vanaf, omgeving, meld);
    if let Some(uiterlijk) = te_laat(vanaf, MELDING, omgeving.peildatum) {
        let tekst = format!(
            "de start is gemeld na de termijn van vijf werkdagen, die liep tot en met {}",
            toon_datum(uiterlijk)
        );
        meld.signaal("OP271", Some(start.begindatum_node), tekst);
    }
    let Some(toewijzing) = start.nummer.and_then(|nummer| register.geldig.get(&nummer)) else { return };
    let na = toewijzing.einddatum.is_some_and(|eind| start.begindatum > eind);
    if start.begindatum < toewijzing.ingangsdatum || na {
        meld.signaal("start", Some(start.begindatum_node), "de start ligt buiten de looptijd van de toewijzing");
    }
    if start.product.is_some() && start.product != toewijzing.product {
        meld.signaal("IV075", Some(start.node), "het product van de start is niet dat van de toewijzing");
    }
}

/// A new start follows the stop on an earlier one; no rule wants it after the last day of that.
fn signaleer_herstart(start: &StartProduct, bekend: Bekend<'_>, meld: &mut Meldingen) {
    let stops = bekend.stops(start.nummer, start.product.as_ref());
    if let Some(eind) = stops.map(|stop| stop.einddatum).max().filter(|eind| start.begindatum <= *eind) {
        let tekst = format!("de nieuwe start ligt niet na de stop op een eerdere, op {}", toon_datum(eind));
        meld.signaal("start", Some(start.begindatum_node), tekst);
    }
}

/// A start or stop with the Ingangsdatum of another toewijzing.
fn andere_ingangsdatum(
    (node, nummer): (NodeId, Option<u32>),
    zaak: &Zaak<'_>,
    bekend: Bekend<'_>,
    meld: &mut Meldingen,
) {
    let Some(element) = zaak.bericht.tree.node(node).child("ToewijzingIngangsdatum") else { return };
    let toewijzing = nummer.and_then(|nummer| bekend.register.geldig.get(&nummer));
    if toewijzing.is_some_and(|toewijzing| datum(element.value()) != Some(toewijzing.ingangsdatum)) {
        let tekst = "ToewijzingIngangsdatum is niet de ingangsdatum van de toewijzing";
        meld.signaal("ToewijzingIngangsdatum", Some(element.id()), tekst);
    }
}

/// The day from which the term for reporting a start runs: the start itself, or the first 301 when that came later. When
/// it was received is not known to a rule, so its Dagtekening counts.
fn eerste_dag(start: &StartProduct, register: &Register<'_>) -> Datum {
    let eerste = start.nummer.and_then(|nummer| register.eerste_dagtekening.get(&nummer));
    eerste.map_or(start.begindatum, |dagtekening| start.begindatum.max(*dagtekening))
}

/// Judges the stops of a 307 and books what is in order; see [`starts`].
pub fn stops(bericht: &StopBericht<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) {
    let client = zaak.hasher.client(bericht.client.bsn);
    let (verwijderen, nieuw) = (bij!(zaak.bericht, StopVerwijderen), bij!(zaak.bericht, StopNieuw));
    let toewijzingen = kennis.client(&client).toewijzingen.clone();
    let mut register = Register::van(kennis.client(&client), &toewijzingen);
    for weg in [true, false] {
        for stop in bericht.stops.iter().filter(|s| (s.status == StatusAanlevering::Verwijderen) == weg) {
            let before = meld.aantal();
            let feit = kennis.client(&client);
            let bekend = Bekend { feit, register: &register };
            let toets = StopToets { stop, feit, bekend, omgeving: zaak.omgeving };
            roep(if weg { &verwijderen } else { &nieuw }, meld, |f, meld| f(&toets, meld));
            if meld.aantal() > before {
                continue;
            }
            if !weg {
                signaleer_late_stop(&toets, meld);
                andere_ingangsdatum((stop.node, stop.nummer), zaak, bekend, meld);
            }
            kennis.wijzig_client(&client, |feit| boek_stop(feit, &register, (stop, weg), zaak));
            if weg {
                signaleer_open_starts(stop, Bekend { feit: kennis.client(&client), register: &register }, meld);
            } else {
                register.neem_op(kennis.client(&client));
            }
        }
    }
}

/// A stop that is reported late. When a tijdelijke stop becomes definitief the term runs from the day on which that was
/// known, which nobody here can know (OP272).
fn signaleer_late_stop(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let stop = toets.stop;
    let na_tijdelijk = stops_op_start(toets).any(|eerder| eerder.reden == TIJDELIJK);
    contractsignaal::stop(stop, !na_tijdelijk, toets.omgeving, meld);
    let uiterlijk = te_laat(stop.einddatum, MELDING, toets.omgeving.peildatum);
    if let Some(uiterlijk) = uiterlijk.filter(|_| !na_tijdelijk) {
        let tekst = format!(
            "de stop is gemeld na de termijn van vijf werkdagen, die liep tot en met {}",
            toon_datum(uiterlijk)
        );
        meld.signaal("OP272", Some(stop.einddatum_node), tekst);
    }
}

fn boek_stop(feit: &mut ClientFeit, register: &Register<'_>, (stop, weg): (&StopProduct<'_>, bool), zaak: &Zaak<'_>) {
    if !weg {
        feit.stops.push(stop_feit(stop, zaak));
    } else if let Some(oud) = register.plaats_van_stop(feit, stop).and_then(|plaats| feit.stops.get_mut(plaats)) {
        oud.verwijder(zaak.id);
    }
}

fn stop_feit(stop: &StopProduct<'_>, zaak: &Zaak<'_>) -> StopFeit {
    StopFeit {
        nummer: stop.nummer,
        product: stop.product.clone(),
        begindatum: stop.begindatum,
        einddatum: stop.einddatum,
        reden: stop.reden.to_owned(),
        bericht: zaak.id,
        verwijderd: None,
        ook_verwijderd: Vec::new(),
    }
}

/// Books the starts of a 305 that was sent from here, without rules. A deletion reaches every equal start: of those sent
/// twice the receiver may refuse the first and accept the second.
pub fn boek_starts(bericht: &StartBericht<'_>, zaak: &Zaak<'_>, feit: &mut ClientFeit) {
    let verwijdert = |start: &&StartProduct| start.status == StatusAanlevering::Verwijderen;
    // Level 2 wants every key once (TR101).
    let weg: HashSet<_> =
        bericht.starts.iter().filter(verwijdert).map(|s| (s.nummer, s.product.as_ref(), s.begindatum)).collect();
    for start in &mut feit.starts {
        if weg.contains(&(start.nummer, start.product.as_ref(), start.begindatum)) {
            start.verwijder(zaak.id);
        }
    }
    feit.starts.extend(bericht.starts.iter().filter(|s| !verwijdert(s)).map(|start| start_feit(start, zaak)));
}

/// Books the stops of a 307 that was sent from here; see [`boek_starts`].
pub fn boek_stops(bericht: &StopBericht<'_>, zaak: &Zaak<'_>, feit: &mut ClientFeit) {
    let verwijdert = |stop: &&StopProduct<'_>| stop.status == StatusAanlevering::Verwijderen;
    let weg: HashSet<_> = bericht
        .stops
        .iter()
        .filter(verwijdert)
        .map(|s| (s.nummer, s.product.as_ref(), s.begindatum, s.reden, s.einddatum))
        .collect();
    for stop in &mut feit.stops {
        if weg.contains(&(stop.nummer, stop.product.as_ref(), stop.begindatum, stop.reden.as_str(), stop.einddatum)) {
            stop.verwijder(zaak.id);
        }
    }
    feit.stops.extend(bericht.stops.iter().filter(|s| !verwijdert(s)).map(|stop| stop_feit(stop, zaak)));
}

/// Deleting the stop before a restart leaves two open starts; no rule forbids it.
fn signaleer_open_starts(stop: &StopProduct<'_>, bekend: Bekend<'_>, meld: &mut Meldingen) {
    let open = bekend.starts(stop.nummer, stop.product.as_ref()).filter(|start| loopt(start, bekend));
    if open.count() > 1 {
        meld.signaal("stop", Some(stop.node), "na het verwijderen van deze stop lopen er twee starts op de toewijzing");
    }
}
