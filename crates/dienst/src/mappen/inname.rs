//! One dropped file: read, taken in or refused, and moved out of `in/`.
//!
//! Nothing is lost or doubled when the process ends half-way: the file is still in `in/`, and the same bytes give the same
//! receipt. A refused file gets its explanation before it is moved, so it is never without.

use std::io::{self, Read};
use std::path::Path;

use axum::http::StatusCode;
use bytes::Bytes;
use dossier::{Deur, OntvangstId, OntvangstRecord, Stand};
use pipeline::{sha256_hex, volgnummer};

use super::partijmap::Partijmap;
use super::schijf::{self, Kenmerk};
use super::zicht::Bestand;
use crate::fout::DienstFout;
use crate::http::Probleem;
use crate::klok;
use crate::ontvangst::{Aanbod, Afgewezen, deurnaam, leg_vast, meld_weigering, neem_aan};
use crate::partijen::Indiener;
use crate::poort::Poort;
use crate::weigering::Weigering;

/// End of the name of a message that goes out whatever a contract has against it.
const VRIJ: &str = ".vrij.xml";

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Afloop {
    /// It is out of `in/`.
    Weg,
    /// It changed meanwhile; a later look will show what it is now.
    Veranderd,
}

/// What was read.
enum Lezing {
    Bytes(Bytes),
    TeGroot,
    Veranderd,
}

/// Takes in one file. Blocking.
///
/// # Errors
/// Our own trouble; the file is still in `in/`.
pub(super) fn neem(poort: &Poort, map: &Partijmap, bestand: &Bestand) -> Result<Afloop, DienstFout> {
    let inname = Inname { poort, map, bestand };
    if !bestand.is_xml() {
        return inname.weiger_zelf(ander_bestand(), "ander-bestand");
    }
    let max = poort.keten().max_bytes;
    let pad = map.inbox.join(&bestand.naam);
    let lezing =
        lees(&pad, bestand.kenmerk, max).map_err(|source| schijf::fout("read a file in", &map.inbox, source))?;
    match lezing {
        Lezing::Veranderd => Ok(Afloop::Veranderd),
        Lezing::TeGroot => {
            let weigering = Weigering::TeGroot { max };
            let label = weigering.label();
            inname.weiger_zelf(weigering.into(), label)
        }
        Lezing::Bytes(bytes) => inname.bied_aan(bytes),
    }
}

/// Reads a file that is as it was when it was seen, and still is afterwards. One that is too large is not read at all.
fn lees(pad: &Path, kenmerk: Kenmerk, max: u64) -> io::Result<Lezing> {
    let file = match schijf::open(pad) {
        Ok(file) => file,
        Err(fout) if fout.kind() == io::ErrorKind::NotFound => return Ok(Lezing::Veranderd),
        Err(fout) => return Err(fout),
    };
    if Kenmerk::van(&file.metadata()?) != kenmerk {
        return Ok(Lezing::Veranderd);
    }
    if kenmerk.grootte > max {
        return Ok(Lezing::TeGroot);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(kenmerk.grootte).unwrap_or_default() + 1);
    (&file).take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    let nog = Kenmerk::van(&file.metadata()?) == kenmerk && bytes.len() as u64 == kenmerk.grootte;
    Ok(if nog { Lezing::Bytes(bytes.into()) } else { Lezing::Veranderd })
}

struct Inname<'i> {
    poort: &'i Poort,
    map: &'i Partijmap,
    bestand: &'i Bestand,
}

impl Inname<'_> {
    fn bied_aan(&self, bytes: Bytes) -> Result<Afloop, DienstFout> {
        let aanbod = Aanbod {
            bytes,
            deur: Deur::Map,
            indiener: Indiener::Partijen([self.map.code.clone()].into()),
            idempotentie: None,
            naam: Some(self.naam()),
            vsp: None,
            vrijgave: self.naam().ends_with(VRIJ),
        };
        match neem_aan(self.poort, &aanbod) {
            Ok(aangenomen) => self.verplaats(&self.map.verwerkt, &format!("{}.xml", aangenomen.ontvangst)),
            Err(Afgewezen::Weigering(weigering)) => self.weiger((*weigering).into(), sha256_hex(&aanbod.bytes)),
            Err(Afgewezen::Fout(fout)) => Err(fout),
        }
    }

    /// Refuses what never came as far as the common intake, and counts it as intake would.
    fn weiger_zelf(&self, probleem: Probleem, label: &'static str) -> Result<Afloop, DienstFout> {
        let nummer = self.noteer(String::new())?.0;
        meld_weigering(self.poort, deurnaam(Deur::Map), label, Some(&nummer));
        self.leg_uit(probleem, &nummer)
    }

    fn weiger(&self, probleem: Probleem, sha256: String) -> Result<Afloop, DienstFout> {
        let nummer = match probleem.ontvangst().map(str::to_owned) {
            Some(nummer) => nummer,
            None => self.noteer(sha256)?.0,
        };
        self.leg_uit(probleem, &nummer)
    }

    fn leg_uit(&self, probleem: Probleem, nummer: &str) -> Result<Afloop, DienstFout> {
        let probleem = probleem.met_ontvangst(nummer);
        // Serialising these plain types cannot fail.
        let json = serde_json::to_vec_pretty(&probleem).unwrap_or_default();
        let fout = &self.map.fout;
        schijf::schrijf(fout, &format!("{nummer}.json"), &json)?;
        schijf::sync(fout)?;
        let extensie = if self.bestand.is_xml() { "xml" } else { "bin" };
        self.verplaats(fout, &format!("{nummer}.{extensie}"))
    }

    /// Keeps a record of a refusal that has none, so that the dropped name can be found by the number.
    fn noteer(&self, sha256: String) -> Result<OntvangstId, DienstFout> {
        let ontvangen_ms = klok::nu_ms();
        let record = OntvangstRecord {
            bericht: volgnummer(self.poort.store.as_ref()),
            afzender: Some(self.map.code.clone()),
            ontvanger: None,
            domein: None,
            soort: None,
            richting: None,
            deur: Deur::Map,
            ontvangen_ms,
            peildatum: klok::dag(ontvangen_ms),
            grootte: self.bestand.kenmerk.grootte,
            sha256,
            stand: Stand::Geweigerd,
            lading: None,
            bevindingen: None,
            naam: Some(self.naam()),
            vsp: None,
        };
        leg_vast(self.poort, record).inspect_err(|fout| self.poort.bij_fout(fout))
    }

    fn naam(&self) -> String {
        self.bestand.naam.to_string_lossy().into_owned()
    }

    fn verplaats(&self, map: &Path, naam: &str) -> Result<Afloop, DienstFout> {
        let van = self.map.inbox.join(&self.bestand.naam);
        let verplaatst = schijf::verplaats(&van, self.bestand.kenmerk, map, naam)?;
        Ok(if verplaatst { Afloop::Weg } else { Afloop::Veranderd })
    }
}

fn ander_bestand() -> Probleem {
    Probleem::nieuw(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "ander-bestand",
        ("Geen bericht", "Not a message"),
        "De map in/ neemt alleen berichten aan: bestanden waarvan de naam op .xml eindigt. Lever het XML-bericht zelf aan, \
         niet ingepakt. Geef een bestand dat nog wordt geschreven een naam die met een punt begint of op .part eindigt.",
        "The folder in/ takes messages only: files with a name that ends in .xml. Deliver the XML message itself, not \
         packed. Give a file that is still being written a name that starts with a dot or ends in .part.",
    )
}
