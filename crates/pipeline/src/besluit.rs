//! The decision: pure, in the order of control.

use std::collections::HashSet;

use bericht::retour::{
    DeclaratieUitslag, FactuurUitslag, GEHEEL_TOEGEKEND, GOED, Klassecodes, RetourVraag, Strekking, retour_schema,
    schrijf,
};
use bericht::{Bericht, Datum, Factuur, Inhoud, Klasse, Soort, toon_datum};
use dossier::{BerichtRecord, ChangeSet, DeclaratieFeit, IdentificatieFeit, Kennis, Lading, Nieuw, RetourRecord};
use regels::beoordeling::{self, FactuurOordeel, Zaak};
use regels::{Bevinding, Meldingen, termijn};
use schema::tree::{NodeId, NodeRef};
use schema::{Limits, SchemaSet, validate};

use crate::antwoord;
use crate::fout::PipelineFout;
use crate::melding::{Oordeel, Signaalregel, Uitkomst, van_akkoorden, van_regels, van_signalen, van_uitleg};
use crate::nummer::{eigen_nummer, sha256_hex};
use crate::strekking::Strekking as Strekkingsom;

/// Largest payload that is kept in its row, in bytes.
pub const IN_RIJ: usize = 64 * 1024;

/// Largest retour that can be delivered, in bytes: what an endpoint takes at most.
pub const RETOUR_MAX: usize = 26_214_400;

/// A retour that was made.
#[derive(Debug, PartialEq, Eq)]
pub struct Retour {
    /// Message number.
    pub soort: Soort,
    /// The bytes to send.
    pub bytes: Vec<u8>,
}

/// Verdict, retour and change set of one message.
#[derive(Debug)]
pub struct Besluit {
    /// The verdict.
    pub oordeel: Oordeel,
    /// The retour; none on a retour.
    pub retour: Option<Retour>,
    /// Name under which the message is put before the commit, when it is too large for its row.
    pub bericht_blob: Option<String>,
    /// The same for the retour.
    pub retour_blob: Option<String>,
    /// The same for the verdict, with its bytes.
    pub oordeel_blob: Option<(String, Vec<u8>)>,
    /// Everything that changes.
    pub wijzigingen: ChangeSet,
}

/// What the judgement came to, before it is written down.
struct Uitspraak {
    strekking: Option<Strekking>,
    uitkomst: Uitkomst,
    nieuw: Nieuw,
    beoordeeld: bool,
}

/// A message as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Stuk<'s> {
    /// The bytes.
    pub bytes: &'s [u8],
    /// SHA-256 of the bytes, hex.
    pub sha256: &'s str,
    /// Signals about the bytes and the release; the same for every judgement.
    pub signalen: &'s [Signaalregel],
}

/// Decides about a message that passed level 1. `poging` counts clashes of our own number.
pub fn besluit(
    zaak: &Zaak<'_>,
    stuk: &Stuk<'_>,
    schemas: &SchemaSet,
    kennis: Kennis,
    poging: u32,
) -> Result<Besluit, PipelineFout> {
    let mut meld = Meldingen::default().met_akkoorden(zaak.omgeving.waarom);
    let mut kennis = kennis;
    let mut uitspraak = oordeel(zaak, schemas, &mut kennis, &mut meld);
    let retour = match &uitspraak.strekking {
        Some(strekking) => Some(maak_retour(zaak, stuk.bytes, strekking, schemas, poging)?),
        None => None,
    };
    if kennis.identificatie().is_none() || neemt_nummer_over(zaak, &kennis) {
        uitspraak.nieuw.identificatie = identificatie(zaak, uitspraak.beoordeeld, retour.as_ref());
    }
    let oordeel = als_oordeel(zaak.bericht, uitspraak.uitkomst, meld);
    Ok(schrijf_op(zaak, stuk, oordeel, (kennis, uitspraak.nieuw), retour))
}

/// Puts a verdict and all that follows from it in one change set.
fn schrijf_op(
    zaak: &Zaak<'_>,
    &Stuk { bytes, sha256, signalen }: &Stuk<'_>,
    mut oordeel: Oordeel,
    (kennis, mut nieuw): (Kennis, Nieuw),
    retour: Option<Gemaakt>,
) -> Besluit {
    oordeel.signals.splice(0..0, signalen.iter().cloned());
    // Only what leaves the row needs a name, and so a hash.
    let te_groot = |bytes: &[u8]| bytes.len() > IN_RIJ;
    let naam = |sha256: &str| zaak.hasher.payload(sha256.as_bytes());
    let bericht_blob = te_groot(bytes).then(|| naam(sha256));
    let retour_blob = retour.as_ref().filter(|r| te_groot(&r.retour.bytes)).map(|r| naam(&sha256_hex(&r.retour.bytes)));
    // Serialising these plain types cannot fail.
    let oordeel_bytes = serde_json::to_vec(&oordeel).unwrap_or_default();
    let oordeel_naam = te_groot(&oordeel_bytes).then(|| naam(&sha256_hex(&oordeel_bytes)));
    let verzonden = nieuw.identificatie.as_ref().is_some_and(|feit| feit.verzonden.is_some());
    nieuw.eigen_nummer = retour.as_ref().map(|r| (r.code.clone(), r.afzender.clone(), r.nummer.clone()));
    nieuw.bericht = Some(Box::new(BerichtRecord {
        dossier: zaak.omgeving.dossier.clone(),
        release: zaak.bericht.tree.release().release.clone(),
        soort: zaak.bericht.soort,
        peildatum: zaak.omgeving.peildatum,
        sha256: sha256.to_owned(),
        lading: lading(bytes, bericht_blob.as_ref()),
        oordeel: lading(&oordeel_bytes, oordeel_naam.as_ref()),
        retour: retour.as_ref().map(|gemaakt| RetourRecord {
            soort: gemaakt.retour.soort,
            nummer: gemaakt.nummer.clone(),
            lading: lading(&gemaakt.retour.bytes, retour_blob.as_ref()),
        }),
        verzonden,
    }));
    Besluit {
        oordeel,
        retour: retour.map(|r| r.retour),
        bericht_blob,
        retour_blob,
        oordeel_blob: oordeel_naam.map(|naam| (naam, oordeel_bytes)),
        wijzigingen: kennis.wijzigingen(zaak.id, nieuw),
    }
}

/// Decides about a message that passed levels 1 and 2 and is to be sent: booked as sent, or, when its Identificatie was used
/// before, the verdict that it cannot be sent. Levels 3 and 4 are the receiver's.
pub fn besluit_verzenden(zaak: &Zaak<'_>, stuk: &Stuk<'_>, mut kennis: Kennis) -> Result<Besluit, Box<Oordeel>> {
    let mut meld = Meldingen::default();
    beoordeling::gebruikte_identificatie(zaak, &kennis, &mut meld);
    if !meld.bevindingen.is_empty() {
        return Err(Box::new(als_oordeel(zaak.bericht, Uitkomst::Rejected, meld)));
    }
    let (prestaties, gebruikt) = beoordeling::prestaties(zaak, &kennis);
    // Whose number it is shows when the receiver has answered.
    let declaratie_vrij = kennis.declaratie().is_none();
    let verzonden = beoordeling::boek(zaak, &mut kennis);
    let declaratie = verzonden.periode.filter(|_| declaratie_vrij);
    let feit = identificatie(zaak, verzonden.periode.is_some(), None);
    let nieuw = Nieuw {
        identificatie: feit.map(|feit| IdentificatieFeit { verzonden: Some(verzonden), ..feit }),
        declaratie: declaratie.map(|periode| DeclaratieFeit { bericht: zaak.id, periode }),
        prestaties,
        gebruikte_referenties: gebruikt.into_iter().map(Into::into).collect(),
        ..Nieuw::default()
    };
    Ok(schrijf_op(zaak, stuk, Oordeel::aanvaard(), (kennis, nieuw), None))
}

/// Findings, signals and explanations as people see them.
pub fn als_oordeel(bericht: &Bericht<'_>, outcome: Uitkomst, mut meld: Meldingen) -> Oordeel {
    if meld.afgekapt {
        meld.signaal("bevindingen", None, "er zijn meer bevindingen; per regel zijn de eerste honderd bewaard");
    }
    let geweigerd = meld.bevindingen.iter().map(|b| b.node).collect();
    Oordeel {
        outcome,
        level: meld.bevindingen.iter().map(|b| b.regel.niveau).min(),
        signals: van_signalen(bericht.tree, &meld.signalen),
        granted: van_akkoorden(bericht, meld.akkoorden, &geweigerd),
        rules: van_uitleg(&meld.bevindingen),
        findings: van_regels(bericht, meld.bevindingen),
    }
}

/// In the row itself, or the name of a blob.
fn lading(bytes: &[u8], blob: Option<&String>) -> Lading {
    blob.map_or_else(|| Lading::Rij(bytes.to_vec()), |naam| Lading::Blob(naam.clone()))
}

// ---- judgement --------------------------------------------------------------------------------------------------------

/// What all rules together come to, without writing a retour or a change.
pub fn uitkomst(zaak: &Zaak<'_>, schemas: &SchemaSet, kennis: &mut Kennis, meld: &mut Meldingen) -> Uitkomst {
    oordeel(zaak, schemas, kennis, meld).uitkomst
}

fn oordeel(zaak: &Zaak<'_>, schemas: &SchemaSet, kennis: &mut Kennis, meld: &mut Meldingen) -> Uitspraak {
    let heen = zaak.bericht.soort.retour().is_some();
    beoordeling::niveau2(zaak.bericht, meld);
    if !meld.bevindingen.is_empty() {
        return geweigerd(heen.then(|| Strekking::Kop(vec!["0001"])));
    }
    beoordeling::kop(zaak, kennis, meld);
    if !meld.bevindingen.is_empty() {
        return geweigerd(heen.then(|| Strekking::Kop(codes(&meld.bevindingen))));
    }
    lichaam(zaak, schemas, kennis, meld)
}

fn geweigerd(strekking: Option<Strekking>) -> Uitspraak {
    Uitspraak { strekking, uitkomst: Uitkomst::Rejected, nieuw: Nieuw::default(), beoordeeld: false }
}

fn aanvaard(strekking: Option<Strekking>) -> Uitspraak {
    Uitspraak { strekking, uitkomst: Uitkomst::Accepted, nieuw: Nieuw::default(), beoordeeld: true }
}

/// Different codes in order of their first finding.
fn codes(bevindingen: &[Bevinding]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for code in bevindingen.iter().filter_map(|b| b.regel.retourcode) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn lichaam(zaak: &Zaak<'_>, schemas: &SchemaSet, kennis: &mut Kennis, meld: &mut Meldingen) -> Uitspraak {
    match &zaak.bericht.inhoud {
        Inhoud::Declaratie(_) => declaratie(zaak, kennis, meld),
        Inhoud::Factuur(f) if zaak.bericht.soort == Soort::S303 => factuur(f, zaak, kennis, meld),
        Inhoud::DeclaratieAntwoord(antwoord) => {
            beoordeling::antwoord(antwoord.as_ref(), zaak, kennis, meld);
            if !meld.bevindingen.is_empty() {
                return geweigerd(None);
            }
            ontvang_retour(zaak, schemas, kennis, meld);
            aanvaard(None)
        }
        Inhoud::Retour | Inhoud::Factuur(_) => {
            ontvang_retour(zaak, schemas, kennis, meld);
            aanvaard(None)
        }
        _ => een_client(zaak, kennis, meld),
    }
}

/// 301 to 319: accepted or refused as a whole. On a refusal nothing of the content stays.
fn een_client(zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) -> Uitspraak {
    let mut werk = kennis.clone();
    beoordeling::bekende_clienten(zaak, &werk, meld);
    let client_onbekend = !meld.bevindingen.is_empty();
    match &zaak.bericht.inhoud {
        // Below a client that is not known nothing is judged.
        _ if client_onbekend => {}
        Inhoud::Toewijzing(b) => beoordeling::toewijzing(b, zaak, &mut werk, meld),
        Inhoud::Start(b) => beoordeling::starts(b, zaak, &mut werk, meld),
        Inhoud::Stop(b) => beoordeling::stops(b, zaak, &mut werk, meld),
        Inhoud::VerzoekToewijzing(b) => beoordeling::verzoek_toewijzing(b, zaak, &mut werk, meld),
        Inhoud::VerzoekWijziging(b) => beoordeling::verzoek_wijziging(b, zaak, &mut werk, meld),
        Inhoud::Antwoord(b) => beoordeling::verzoek_antwoord(b, zaak, &mut werk, meld),
        _ => {}
    }
    if meld.bevindingen.is_empty() {
        *kennis = werk;
        beoordeling::begonnen_termijnen(zaak, kennis, meld);
        return aanvaard(Some(Strekking::Goedgekeurd));
    }
    let mut klassen = klassecodes(zaak.bericht, &meld.bevindingen);
    if client_onbekend {
        klassen.niet_beoordeeld = onder_client(zaak.bericht);
    }
    geweigerd(Some(Strekking::Lichaam(klassen)))
}

/// Every class below the Client, for a Client that failed.
fn onder_client(bericht: &Bericht<'_>) -> HashSet<NodeId> {
    let client = bericht.tree.root().child("Client");
    client.into_iter().flat_map(NodeRef::descendants).map(NodeRef::id).collect()
}

/// Puts each code on the class around the element that a rule objected to.
fn klassecodes(bericht: &Bericht<'_>, bevindingen: &[Bevinding]) -> Klassecodes {
    let mut klassen = Klassecodes::default();
    for bevinding in bevindingen {
        let mut node = Some(bericht.tree.node(bevinding.node));
        while let Some(current) = node {
            if Klasse::parse(current.name()).is_some() {
                break;
            }
            node = current.parent();
        }
        if let (Some(klasse), Some(code)) = (node, bevinding.regel.retourcode) {
            klassen.voeg_toe(klasse.id(), code);
        }
    }
    klassen
}

fn declaratie(zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) -> Uitspraak {
    let Inhoud::Declaratie(d) = &zaak.bericht.inhoud else { return geweigerd(None) };
    let oordeel = beoordeling::declaratie(d, zaak, kennis, meld);
    if oordeel.geheel_geweigerd {
        let uitslag = DeclaratieUitslag {
            codes: codes(&meld.bevindingen),
            toegekend: bericht::Bedrag::van_getekend(0),
            klassen: Klassecodes::default(),
            geweigerd: HashSet::new(),
        };
        return geweigerd(Some(Strekking::Declaratie(uitslag)));
    }
    let alles = oordeel.geweigerd.is_empty();
    let toegekend = oordeel.toegekend_bedrag();
    let mut klassen = klassecodes(zaak.bericht, &meld.bevindingen);
    klassen.niet_beoordeeld = oordeel.niet_beoordeeld;
    let uitslag = DeclaratieUitslag {
        codes: vec![if alles { GEHEEL_TOEGEKEND } else { GOED }],
        toegekend,
        klassen,
        geweigerd: oordeel.geweigerd,
    };
    Uitspraak {
        strekking: Some(Strekking::Declaratie(uitslag)),
        uitkomst: if alles { Uitkomst::Accepted } else { Uitkomst::Partly },
        nieuw: Nieuw {
            declaratie: Some(DeclaratieFeit { bericht: zaak.id, periode: d.periode }),
            prestaties: oordeel.prestaties,
            gebruikte_referenties: oordeel.gebruikte_referenties.into_iter().collect(),
            ..Nieuw::default()
        },
        beoordeeld: true,
    }
}

/// 303: a 304 with what is refused. Its number is taken once it was judged this far.
fn factuur(f: &Factuur<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) -> Uitspraak {
    let FactuurOordeel { oordeel, terug } = beoordeling::factuur(f, zaak, kennis, meld);
    let alles = terug.is_empty();
    let mut klassen = klassecodes(zaak.bericht, &meld.bevindingen);
    let toegekend = oordeel.toegekend_bedrag();
    klassen.niet_beoordeeld = oordeel.niet_beoordeeld;
    Uitspraak {
        strekking: Some(Strekking::Factuur(FactuurUitslag { toegekend, klassen, terug })),
        uitkomst: if alles { Uitkomst::Accepted } else { Uitkomst::Partly },
        nieuw: Nieuw {
            prestaties: oordeel.prestaties,
            gebruikte_referenties: oordeel.gebruikte_referenties.into_iter().collect(),
            ..Nieuw::default()
        },
        beoordeeld: true,
    }
}

/// Whether a 303 takes over the number of an earlier one, which is free again.
fn neemt_nummer_over(zaak: &Zaak<'_>, kennis: &Kennis) -> bool {
    let dagtekening = zaak.bericht.header.identificatie.dagtekening;
    let vrij = |eerder| !beoordeling::factuurnummer_bezet(eerder, dagtekening);
    zaak.bericht.soort == Soort::S303 && kennis.identificatie().is_some_and(vrij)
}

/// A retour that comes in. On a message that was judged here it changes nothing; on one that was sent from here it decides
/// what its bookings come to, once. What is odd about it is told.
fn ontvang_retour(zaak: &Zaak<'_>, schemas: &SchemaSet, kennis: &mut Kennis, meld: &mut Meldingen) {
    let Some(heen) = kennis.heen() else {
        meld.signaal("retour", None, "het heenbericht bij deze retour is hier niet bekend");
        return;
    };
    let (tweede, verzonden) = (heen.retours > 0, heen.verzonden.is_some());
    if tweede {
        meld.signaal("retour", None, "op dit heenbericht kwam al eerder een retour");
    } else if let Some((regel, uiterlijk)) = te_laat(zaak, heen.dagtekening) {
        let tekst = format!("de retour kwam na de termijn, die liep tot en met {}", toon_datum(uiterlijk));
        meld.signaal(regel, None, tekst);
    }
    if heen.strekking.as_ref().is_some_and(|eigen| !ontvangen_strekking(zaak.bericht, schemas).is(eigen)) {
        meld.signaal("retour", None, "de retour wijkt af van ons eigen oordeel over het heenbericht");
    }
    if verzonden && !tweede && !antwoord::verwerk(zaak, kennis, meld) {
        return;
    }
    kennis.noteer_retour();
}

/// The rule and the last day, when this retour is later than the standard wants.
fn te_laat(zaak: &Zaak<'_>, dagtekening: Datum) -> Option<(&'static str, Datum)> {
    let heen = Soort::ALLE.into_iter().find(|heen| heen.retour() == Some(zaak.bericht.soort))?;
    termijn::retour_te_laat(heen, dagtekening, zaak.omgeving.peildatum)
}

/// The digest of a retour as it came in; it passed level 1 before, so the same way leads through it again.
fn ontvangen_strekking<'r>(bericht: &Bericht<'r>, schemas: &SchemaSet) -> Strekkingsom<'r> {
    let mut strekking = Strekkingsom::nieuw(bericht.tree.release());
    validate(bericht.tree.text(), schemas, &Limits::default(), &mut strekking);
    strekking
}

// ---- retour -----------------------------------------------------------------------------------------------------------

struct Gemaakt {
    retour: Retour,
    nummer: String,
    /// BerichtCode of the retour.
    code: String,
    /// Party that sends the retour.
    afzender: String,
    strekking: String,
}

/// Writes the retour and reads it back: a retour that does not fit its schema is never committed.
fn maak_retour(
    zaak: &Zaak<'_>,
    bytes: &[u8],
    inhoud: &Strekking,
    schemas: &SchemaSet,
    poging: u32,
) -> Result<Gemaakt, PipelineFout> {
    let bericht = zaak.bericht;
    let soort = bericht.soort.retour().unwrap_or(bericht.soort);
    retour_schema(bericht.tree.release(), soort).map_err(PipelineFout::Retour)?;
    let code = bericht.header.bericht_code.parse::<u32>().unwrap_or_default() + 1;
    let nummer = eigen_nummer(zaak.omgeving.dossier, &code.to_string(), bytes, poging);
    let vraag = RetourVraag { bericht, strekking: inhoud, nummer: &nummer, datum: zaak.omgeving.peildatum };
    let geschreven = schrijf(&vraag).map_err(PipelineFout::Retour)?;
    past(soort, geschreven.len())?;
    let ongeldig = |reason: String| PipelineFout::RetourOngeldig { soort: soort.nummer().to_owned(), reason };
    let text = std::str::from_utf8(&geschreven).map_err(|_| ongeldig("not UTF-8".to_owned()))?;
    let mut strekking = Strekkingsom::nieuw(bericht.tree.release());
    let report = validate(text, schemas, &Limits::default(), &mut strekking);
    if let Some(finding) = report.findings.first() {
        return Err(ongeldig(format!("{}: {}", finding.path, finding.message)));
    }
    let strekking = strekking.klaar();
    Ok(Gemaakt {
        retour: Retour { soort, bytes: geschreven },
        nummer,
        code: code.to_string(),
        afzender: bericht.header.ontvanger.to_owned(),
        strekking,
    })
}

/// A retour that no endpoint takes is none: without it nothing may be committed.
fn past(soort: Soort, bytes: usize) -> Result<(), PipelineFout> {
    if bytes > RETOUR_MAX {
        return Err(PipelineFout::RetourTeGroot { soort: soort.nummer(), bytes });
    }
    Ok(())
}

/// The used Identificatie, for TR056 and for the retour that may come in on it; 302 to 320 use none.
fn identificatie(zaak: &Zaak<'_>, beoordeeld: bool, retour: Option<&Gemaakt>) -> Option<IdentificatieFeit> {
    let (bericht, header) = (zaak.bericht, &zaak.bericht.header);
    if bericht.soort.header_is_gekopieerd() {
        return None;
    }
    let (declaratie_nummer, factuurperiode) = match &bericht.inhoud {
        Inhoud::Declaratie(d) => (Some(d.nummer.to_owned()), None),
        Inhoud::Factuur(f) if bericht.soort == Soort::S303 => (None, Some(f.periode)),
        _ => (None, None),
    };
    Some(IdentificatieFeit {
        bericht: zaak.id,
        dagtekening: header.identificatie.dagtekening,
        // A message of a release without XsdVersie has no 325 that could repeat it.
        xsd_versie: header.xsd_versie.map(|v| (v.basis.to_owned(), v.bericht.to_owned())).unwrap_or_default(),
        beoordeeld: beoordeeld && bericht.soort.declareert(),
        declaratie_nummer,
        strekking: retour.map(|r| r.strekking.clone()),
        retours: 0,
        verzonden: None,
        factuurperiode,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retour_that_no_endpoint_takes_is_no_retour() {
        assert!(past(Soort::S325, RETOUR_MAX).is_ok());
        let fout = past(Soort::S325, RETOUR_MAX + 1).err();
        assert!(matches!(fout, Some(PipelineFout::RetourTeGroot { soort: "325", bytes }) if bytes > RETOUR_MAX));
    }
}
