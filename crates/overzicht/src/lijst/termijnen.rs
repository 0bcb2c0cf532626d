//! Terms that run: what is still to be answered, by whom and until which day (OP090, OP090x4, OP274, OP346).

use bericht::{Datum, Dossier};
use dossier::{
    BerichtId, ClientSleutel, Key, OntvangstId, ReadSet, Record, Table, client_van, dossier_van, ontvangst_key,
};
use regels::termijn::{Gebeurtenis, Plicht, Stand, Termijn, termijnen};

use super::{Rij, Vraag, Waarde, rij};
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "wat",
    "van",
    "bericht",
    "kenmerk",
    "client",
    "sinds",
    "uiterlijk",
    "stand",
    "werkdagen",
    "regel",
];

/// A message on which something has to follow.
struct Wachtend {
    dossier: Dossier,
    bericht: BerichtId,
    /// ReferentieAanbieder of a verzoek, Identificatie of a message that was sent.
    kenmerk: String,
    client: Option<ClientSleutel>,
    op: Op,
}

/// What has to follow.
enum Op {
    /// An answer on a verzoek.
    Verzoek,
    /// The final answer on a verzoek with this Dagtekening.
    Onderzoek(Datum),
    /// The retour on a message with this Dagtekening from one party.
    Verzonden(Datum, String),
}

/// Of what began in the period; the first that is due in front.
pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut gevonden: Vec<(Datum, Rij)> = Vec::new();
    for wachtend in verzoeken(vraag)?.into_iter().chain(verzonden(vraag)?) {
        let record = pipeline::bericht_record(wachtend.bericht, vraag.store)?;
        let Dossier { gemeente, aanbieder, .. } = &wachtend.dossier;
        let ontvangen = Gebeurtenis::Ontvangen(record.soort);
        let (sinds, van, gebeurtenis, plicht) = match wachtend.op {
            Op::Verzoek => (record.peildatum, gemeente, ontvangen, Plicht::AntwoordOpVerzoek),
            Op::Onderzoek(dag) => (dag, gemeente, Gebeurtenis::InOnderzoek { dagtekening: dag }, Plicht::Eindantwoord),
            Op::Verzonden(dag, afzender) => {
                (dag, if afzender == *gemeente { aanbieder } else { gemeente }, ontvangen, Plicht::Retour)
            }
        };
        if vraag.periode.bevat(sinds) {
            let termijn = met(termijnen(gebeurtenis, sinds, vraag.dag), plicht);
            let wat = (record.soort.nummer(), wachtend.kenmerk, wachtend.client.map(|client| client.hex()));
            gevonden.extend(termijn.map(|t| (t.uiterlijk, termijnrij(&wachtend.dossier, (van, sinds), wat, &t))));
        }
    }
    if vraag.client.is_none() {
        gevonden.extend(niet_beoordeeld(vraag)?);
    }
    gevonden.sort_by_key(|(uiterlijk, _)| *uiterlijk);
    Ok(gevonden.into_iter().map(|(_, rij)| rij).collect())
}

fn met(termijnen: Vec<Termijn>, plicht: Plicht) -> Option<Termijn> {
    termijnen.into_iter().find(|termijn| termijn.plicht == plicht)
}

/// Verzoeken that are neither honoured nor rejected.
fn verzoeken(vraag: &Vraag<'_>) -> Result<Vec<Wachtend>, OverzichtFout> {
    let mut uit = Vec::new();
    loop_af(vraag.store, Table::Client, &Key::new(), |row| {
        let dossier = dossier_van(&row.key).ok_or(OverzichtFout::Sleutel { tabel: Table::Client.name() })?;
        let client = client_van(&row.key);
        let deze = vraag.client.as_ref().is_none_or(|hash| client.is_some_and(|client| client.hex() == *hash));
        if let Record::Client(feit) = row.record
            && deze
            && (vraag.mag)(&dossier)
        {
            uit.extend(feit.verzoeken.into_iter().filter(dossier::VerzoekFeit::is_onderhanden).map(|verzoek| {
                Wachtend {
                    dossier: dossier.clone(),
                    bericht: verzoek.bericht,
                    op: if verzoek.is_in_onderzoek() { Op::Onderzoek(verzoek.dagtekening) } else { Op::Verzoek },
                    kenmerk: verzoek.referentie,
                    client,
                }
            }));
        }
        Ok(())
    })?;
    Ok(uit)
}

/// Messages that were sent from here and not answered.
fn verzonden(vraag: &Vraag<'_>) -> Result<Vec<Wachtend>, OverzichtFout> {
    let mut uit = Vec::new();
    if vraag.client.is_some() {
        return Ok(uit);
    }
    loop_af(vraag.store, Table::Identificatie, &Key::new(), |row| {
        let dossier = dossier_van(&row.key).ok_or(OverzichtFout::Sleutel { tabel: Table::Identificatie.name() })?;
        if let (Record::Identificatie(feit), Some(afzender), Some(kenmerk)) =
            (row.record, row.key.text(AFZENDER), row.key.text(NUMMER))
            && feit.verzonden.is_some()
            && feit.retours == 0
            && (vraag.mag)(&dossier)
        {
            let op = Op::Verzonden(feit.dagtekening, afzender);
            uit.push(Wachtend { dossier, bericht: feit.bericht, kenmerk, client: None, op });
        }
        Ok(())
    })?;
    Ok(uit)
}

/// Place of the Afzender and of the Identificatie in the key of a used Identificatie.
const AFZENDER: usize = 3;
const NUMMER: usize = 5;

/// Messages that came in and are not judged yet, set aside ones among them: our own retour is due.
fn niet_beoordeeld(vraag: &Vraag<'_>) -> Result<Vec<(Datum, Rij)>, OverzichtFout> {
    let mut wachtend: Vec<(Dossier, OntvangstId)> = Vec::new();
    loop_af(vraag.store, Table::Wacht, &Key::new(), |row| {
        if let Record::Wacht(feit) = row.record
            && (vraag.mag)(&feit.dossier)
        {
            wachtend.push((feit.dossier, feit.ontvangst));
        }
        Ok(())
    })?;
    let mut uit = Vec::new();
    for (dossier, ontvangst) in wachtend {
        let read = ReadSet { keys: vec![(Table::Ontvangst, ontvangst_key(&ontvangst))], ..ReadSet::default() };
        let Some(Record::Ontvangst(record)) = vraag.store.read(&read)?.rows.pop().map(|row| row.record) else {
            continue;
        };
        let (Some(soort), Some(van)) = (record.soort, record.ontvanger.as_deref()) else { continue };
        if !vraag.periode.bevat(record.peildatum) {
            continue;
        }
        let alle = termijnen(Gebeurtenis::Ontvangen(soort), record.peildatum, vraag.dag);
        let termijn = met(alle, Plicht::Retour);
        let wat = (soort.nummer(), ontvangst.0, None);
        uit.extend(termijn.map(|t| (t.uiterlijk, termijnrij(&dossier, (van, record.peildatum), wat, &t))));
    }
    Ok(uit)
}

fn termijnrij(
    dossier: &Dossier,
    (van, sinds): (&str, Datum),
    (bericht, kenmerk, client): (&str, String, Option<String>),
    termijn: &Termijn,
) -> Rij {
    let wat = match termijn.plicht {
        Plicht::Retour => "retour",
        Plicht::AntwoordOpVerzoek => "antwoord_op_verzoek",
        Plicht::Eindantwoord => "eindantwoord",
    };
    let (stand, werkdagen) = match termijn.stand {
        Stand::Loopt(over) => ("loopt", over),
        Stand::Verlopen(te_laat) => ("verlopen", te_laat),
    };
    let rest: [Waarde; 10] = [
        wat.into(),
        van.into(),
        bericht.into(),
        kenmerk.into(),
        client.into(),
        sinds.into(),
        termijn.uiterlijk.into(),
        stand.into(),
        i64::try_from(werkdagen).unwrap_or(i64::MAX).into(),
        termijn.regel.into(),
    ];
    rij(dossier, rest)
}
