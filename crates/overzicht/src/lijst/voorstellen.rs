//! Proposals that cost or claim money, and steps of a ladder: each with its amount, its fact and what it follows from. A
//! person decides; nothing here is set off or refused.

use std::collections::{BTreeMap, HashSet};

use bericht::{Datum, Dossier, Periode, toon_datum, toon_euro};
use chrono::{Datelike, Months};
use contract::afronden::eurocent;
use contract::model::Contractregel;
use contract::reken::{Verantwoording, boete, budgetsanctie, maand, omzet_boven_drempel};
use dossier::{ClientFeit, ClientSleutel, Key, Record, Table, client_van, dossier_van};

use super::controle::{Sommen, sommen, terugvordering};
use super::signalen::toewijzing::{standen, start};
use super::signalen::{Gezien, Melder, is_jaar};
use super::{Rij, Vraag};
use crate::afspraken::{Afspraken, Dossierafspraken, Reeks, Versie, waarde};
use crate::fout::OverzichtFout;
use crate::kpi;
use crate::lopen::loop_af;

/// Kinds that lead to a proposal.
const SOORTEN: [&str; 5] = ["fine", "fee", "budget_sanction", "extrapolated_recovery", "escalation_ladder"];

pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut afspraken = Afspraken::nieuw(vraag.contracten, vraag.periode, vraag.dag);
    let mut melder = Melder::default();
    loop_af(vraag.store, Table::Client, &Key::new(), |row| {
        let dossier = dossier_van(&row.key).ok_or(OverzichtFout::Sleutel { tabel: Table::Client.name() })?;
        let hier = afspraken.van(&dossier);
        let (Record::Client(feit), Some(client)) = (row.record, client_van(&row.key)) else { return Ok(()) };
        if (vraag.mag)(&dossier) && vraag.wil(&client) {
            sancties(vraag, &dossier, &hier, (&client, &feit), &mut melder);
        }
        Ok(())
    })?;
    // Amounts of a whole dossier: not for a question about one client.
    if vraag.client.is_none() {
        let alles = sommen(vraag, &SOORTEN, &mut afspraken)?;
        per_dossier(vraag, &mut afspraken, &alles, &mut melder)?;
        ladders(vraag, &mut afspraken, &mut melder)?;
    }
    Ok(melder.0)
}

/// A share of the budget of a toewijzing that did not start in time (GV21-801), by the contract that holds on the day of the
/// signal. Whether the aanbieder is to blame, and whether it had promised the capacity, a person knows.
fn sancties(
    vraag: &Vraag<'_>,
    dossier: &Dossier,
    afspraken: &Dossierafspraken<'_>,
    (client, feit): (&ClientSleutel, &ClientFeit),
    melder: &mut Melder,
) {
    for versie in afspraken.versies() {
        for regel in versie.contract.regels.iter().filter(|regel| regel.soort.naam == "budget_sanction") {
            let (Some(deel), Some(termijn)) = (regel.getal("share"), limiet(versie)) else { continue };
            for stand in standen(feit).into_iter().filter(|stand| versie.koopt(stand.code())) {
                let Some((dag, wat, gegevens)) = start(&termijn, &stand, vraag.dag) else { continue };
                if !vraag.periode.bevat(dag) || !versie.geldt(dag) {
                    continue;
                }
                let budget = waarde(vraag.contracten, dossier, stand.geldig);
                let cent = budget.and_then(|budget| budgetsanctie(budget, deel));
                let budget = budget
                    .map_or_else(|| "budget niet te berekenen".to_owned(), |b| format!("budget {}", toon_euro(b)));
                let over = Gezien {
                    client: Some(client),
                    nummer: Some(stand.geldig.nummer),
                    product: stand.code(),
                    dag: Some(dag),
                    cent,
                    wat: format!("voorstel: {deel} van het budget; {wat}"),
                    gegevens: format!("{gegevens}, {budget}"),
                };
                melder.meld(dossier, regel, over);
            }
        }
    }
}

/// The start deadline without what was only aimed for.
fn limiet(versie: &Versie<'_>) -> Option<Contractregel> {
    let mut regel = versie.contract.regels.iter().find(|regel| regel.soort.naam == "start_deadline")?.clone();
    regel.parameters.retain(|(naam, _)| *naam != "target_werkdagen");
    Some(regel)
}

/// Of each contract by what falls under it.
fn per_dossier(
    vraag: &Vraag<'_>,
    afspraken: &mut Afspraken<'_>,
    alles: &BTreeMap<Dossier, Sommen>,
    melder: &mut Melder,
) -> Result<(), OverzichtFout> {
    for (dossier, (verkeer, per_reeks)) in alles {
        for (reeks, clienten) in afspraken.van(dossier).reeksen.iter().zip(per_reeks) {
            if is_jaar(vraag) {
                let omzet = verkeer.netto.deel(|dag, code| reeks.omvat(dag, code));
                boetes(vraag, dossier, reeks, omzet, melder);
            }
            for regel in reeks.van_soort("extrapolated_recovery") {
                if let Some((cent, gegevens)) = terugvordering(dossier, vraag.periode, reeks, clienten) {
                    let wat = "voorstel: het aandeel fouten over de omzet".to_owned();
                    melder.meld(dossier, regel, Gezien { cent: Some(cent), wat, gegevens, ..Gezien::default() });
                }
            }
            for regel in reeks.van_soort("fee") {
                vertrek(vraag, dossier, (reeks, regel), melder)?;
            }
        }
    }
    Ok(())
}

/// A fine per day for a statement that is late. That it came is in no message: the row holds unless it did.
fn boetes(vraag: &Vraag<'_>, dossier: &Dossier, reeks: &Reeks<'_>, omzet: i64, melder: &mut Melder) {
    let Some(plicht) = reeks.regel("accountability_statement") else { return };
    let (Some(drempel), Some(uiterlijk)) = (
        plicht.getal("threshold").and_then(eurocent),
        plicht.tekst("due").and_then(|dag| bericht::datum(&format!("{}-{dag}", vraag.periode.begin.year() + 1))),
    ) else {
        return;
    };
    if omzet_boven_drempel(omzet, drempel) == Verantwoording::Steekproef {
        return;
    }
    for regel in reeks.van_soort("fine") {
        let Some(per_dag) = regel.getal("per_day_late").and_then(eurocent) else { continue };
        // Due before that day.
        let dagen = (vraag.dag - uiterlijk).num_days() + 1;
        let cent = boete(dagen, per_dag);
        if cent > 0 {
            let wat = format!(
                "voorstel: {} per dag, {dagen} dagen, als de verantwoording op {} nog niet binnen was",
                toon_euro(per_dag),
                toon_datum(vraag.dag)
            );
            let gegevens = format!(
                "omzet {} boven {}, verantwoording vóór {}",
                toon_euro(omzet),
                toon_euro(drempel),
                toon_datum(uiterlijk)
            );
            let over = Gezien { dag: Some(uiterlijk), cent: Some(cent), wat, gegevens, ..Gezien::default() };
            melder.meld(dossier, regel, over);
        }
    }
}

/// Costs of an aanbieder that leaves: an amount per client in care in the month before notice had to be given (GV21-806).
fn vertrek(
    vraag: &Vraag<'_>,
    dossier: &Dossier,
    (reeks, regel): (&Reeks<'_>, &Contractregel),
    melder: &mut Melder,
) -> Result<(), OverzichtFout> {
    let Some(per_client) = regel.getal("per_client_exit").and_then(eurocent) else { return Ok(()) };
    let opzegging = regel.geheel("exit_notice_months").and_then(|m| u32::try_from(m).ok()).unwrap_or(0);
    let Some(laatste) = laatste_dag(vraag, dossier, reeks).filter(|dag| vraag.periode.bevat(*dag)) else {
        return Ok(());
    };
    let Some(peil) = laatste.checked_sub_months(Months::new(opzegging + 1)).and_then(maand) else { return Ok(()) };
    let clienten = in_zorg(vraag, dossier, peil)?;
    let cent = per_client.saturating_mul(i64::try_from(clienten).unwrap_or(i64::MAX));
    if cent > 0 {
        let wat = format!("voorstel: {} voor elk van {clienten} cliënten, bij vertrek", toon_euro(per_client));
        let gegevens = format!(
            "laatste dag in het contract {}; toegekend over {} tot en met {}",
            toon_datum(laatste),
            toon_datum(peil.begin),
            toon_datum(peil.eind)
        );
        melder.meld(
            dossier,
            regel,
            Gezien { dag: Some(laatste), cent: Some(cent), wat, gegevens, ..Gezien::default() },
        );
    }
    Ok(())
}

/// The day on which the aanbieder of a dossier leaves a contract, by the contract. It stays where another version of it goes on.
fn laatste_dag(vraag: &Vraag<'_>, dossier: &Dossier, reeks: &Reeks<'_>) -> Option<Datum> {
    let deelnames = reeks.versies().iter().flat_map(|versie| &versie.contract.aanbieders);
    let deze = deelnames.filter(|(agb, ..)| *agb == dossier.aanbieder);
    let laatste = deze.filter_map(|(_, termijn, _)| termijn.tot).max()?;
    let blijft = |dag| vraag.contracten.geldend(dossier, dag).any(|contract| contract.id == reeks.id());
    (!laatste.succ_opt().is_some_and(blijft)).then_some(laatste)
}

/// How many clients have a granted line in a month.
fn in_zorg(vraag: &Vraag<'_>, dossier: &Dossier, maand: Periode) -> Result<usize, OverzichtFout> {
    let mut clienten = HashSet::new();
    loop_af(vraag.store, Table::Prestatie, &dossier::dossier_prefix(dossier), |row| {
        if let Record::Prestatie(feit) = row.record
            && (feit.is_toegekend_debet() && feit.gecrediteerd_door.is_none() && maand.bevat(feit.periode.begin))
        {
            clienten.insert(feit.client);
        }
        Ok(())
    })?;
    Ok(clienten.len())
}

/// The step of a ladder: for how many periods in a row, back from this one, an indicator was outside its limit.
fn ladders(vraag: &Vraag<'_>, afspraken: &mut Afspraken<'_>, melder: &mut Melder) -> Result<(), OverzichtFout> {
    let heeft_ladder = vraag.contracten.0.iter().any(|c| c.regels.iter().any(|r| r.soort.naam == "escalation_ladder"));
    if !heeft_ladder {
        return Ok(());
    }
    // Dossier, kpi and product that are still outside, with how long.
    let mut lopend: BTreeMap<Plek, usize> = BTreeMap::new();
    let (mut periode, mut ronde) = (vraag.periode, 0);
    while ronde < STAPPEN {
        let buiten = buiten_grens(vraag, periode)?;
        if ronde == 0 {
            lopend = buiten.iter().map(|plek| (plek.clone(), 1)).collect();
        } else {
            let nog: Vec<&Plek> = lopend.iter().filter(|(_, lang)| **lang == ronde).map(|(plek, _)| plek).collect();
            let verder: Vec<Plek> = nog.into_iter().filter(|plek| buiten.contains(*plek)).cloned().collect();
            if verder.is_empty() {
                break;
            }
            lopend.extend(verder.into_iter().map(|plek| (plek, ronde + 1)));
        }
        ronde += 1;
        let Some(eerder) = vorige(periode) else { break };
        periode = eerder;
    }
    for ((dossier, cijfer, product), lang) in lopend {
        // The figure is held against what held last, and so is the ladder.
        for regel in afspraken.van(&dossier).slot("escalation_ladder") {
            let genoemd =
                regel.tekst("kpi").is_some_and(|kpis| kpis.split(", ").any(|kpi| kpi_van(kpi) == Some(cijfer)));
            let stappen = regel.teksten("steps");
            let Some(stap) = stappen.get(lang.min(stappen.len()).saturating_sub(1)).filter(|_| genoemd) else {
                continue;
            };
            let wat =
                format!("{cijfer} is {lang} perioden op rij buiten de grens: stap {}, {stap}", lang.min(stappen.len()));
            let gegevens = "kpi over deze periode en die ervoor".to_owned();
            let over = Gezien { product: product.as_deref(), wat, gegevens, ..Gezien::default() };
            melder.meld(&dossier, regel, over);
        }
    }
    Ok(())
}

/// Most periods that are looked back.
const STAPPEN: usize = 5;

type Plek = (Dossier, &'static str, Option<String>);

/// The name of the figure that a kind of rule is about.
fn kpi_van(soort: &str) -> Option<&'static str> {
    Some(match soort {
        "kpi_return" => "terugkeer",
        "kpi_utilisation" => "uitnutting",
        "kpi_end_reasons" => "voortijdig",
        "kpi_throughput" => "doorlooptijd",
        "population_average_cap" => "populatiegemiddelde",
        _ => return None,
    })
}

fn buiten_grens(vraag: &Vraag<'_>, periode: Periode) -> Result<HashSet<Plek>, OverzichtFout> {
    let (store, contracten, mag) = (vraag.store, vraag.contracten, vraag.mag);
    let cijfers = kpi::kpi(&kpi::Vraag { store, contracten, periode, dag: vraag.dag, mag })?;
    let buiten = cijfers.into_iter().filter(|c| matches!(c.stand, Some("onder" | "boven")));
    let plek = |cijfer: kpi::Cijfer| {
        let domein = bericht::Domein::parse(cijfer.domein)?;
        let dossier = Dossier { domein, gemeente: cijfer.gemeente, aanbieder: cijfer.aanbieder };
        Some((dossier, cijfer.kpi, cijfer.product))
    };
    Ok(buiten.filter_map(plek).collect())
}

/// The period of the same kind before this one: a month, or a year.
fn vorige(periode: Periode) -> Option<Periode> {
    let maanden = if periode.begin.month() == periode.eind.month() { 1 } else { 12 };
    let begin = periode.begin.checked_sub_months(Months::new(maanden))?;
    Some(Periode { begin, eind: periode.begin.pred_opt()? })
}
