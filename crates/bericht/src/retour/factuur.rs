//! The 304 of release 2.3: a header with amounts, and the Prestaties that were refused.

use schema::tree::NodeRef;
use schema::{ComplexType, Particle};

use super::kop::{codes, groep, kopcodes, kopie, paar};
use super::lichaam::kopieer;
use super::{FactuurUitslag, RetourVraag, Strekking, Toekenning};
use crate::fout::BerichtFout;
use crate::inhoud::Inhoud;
use crate::schrijver::Schrijver;
use crate::waarde::Bedrag;

/// Writes one element of the header.
pub fn kopelement<'r>(
    out: &mut Schrijver<'r>,
    vraag: &RetourVraag<'_>,
    local: &str,
    particle: &'r Particle,
) -> Result<(), BerichtFout> {
    let bericht = vraag.bericht;
    match local {
        // The schema allows one for a declaratie and one for a factuur; each is one above that of its 303.
        "BerichtCode" => {
            let code: u32 = bericht.header.bericht_code.parse().map_err(|_| waardefout(local))?;
            out.waarde(particle.name, &(code + 1).to_string());
        }
        "BerichtVersie"
        | "BerichtSubversie"
        | "Gemeente"
        | "Servicebureau"
        | "Aanbieder"
        | "BetalingAanID"
        | "DeclaratieFactuurIdentificatie" => kopie(out, vraag, particle, local),
        "RetourHeader" => paar(out, particle, &[vraag.nummer, &vraag.datum.format("%Y-%m-%d").to_string()]),
        "RetourBedragen" => retourbedragen(out, vraag, particle),
        "RetourCodes" => codes(out, particle, &kopcodes(vraag.strekking)),
        // XsltVersie: the rules are our own, no published stylesheet was used.
        _ => {}
    }
    Ok(())
}

fn waardefout(local: &str) -> BerichtFout {
    BerichtFout::Waarde { path: format!("/Bericht/Header/{local}") }
}

/// What was asked, as it was written, and what is granted; nothing when the header was refused.
fn retourbedragen<'r>(out: &mut Schrijver<'r>, vraag: &RetourVraag<'_>, particle: &'r Particle) {
    let Inhoud::Factuur(factuur) = &vraag.bericht.inhoud else { return };
    let toegekend = match vraag.strekking {
        Strekking::Factuur(uitslag) => uitslag.toegekend,
        _ => Bedrag::van_getekend(0),
    };
    groep(out, particle, &mut |out, local, child| {
        let bedrag = if local == "ToegekendTotaalBedrag" { toegekend } else { factuur.totaal };
        schrijf_bedrag(out, child, bedrag);
    });
}

fn schrijf_bedrag<'r>(out: &mut Schrijver<'r>, particle: &'r Particle, bedrag: Bedrag) {
    paar(out, particle, &[&bedrag.cent.to_string(), bedrag.dc.as_str()]);
}

/// Writes the clients with refused Prestaties.
pub fn lichaam<'r>(out: &mut Schrijver<'r>, root: &'r ComplexType, vraag: &RetourVraag<'_>, uitslag: &FactuurUitslag) {
    let heen = vraag.bericht.tree.root().child("Clienten");
    let terug = out.particles(root).find(|(local, _)| *local == "Clienten");
    if let (Some(heen), Some((_, particle))) = (heen.filter(|_| !uitslag.terug.is_empty()), terug) {
        schrijf_klasse(out, particle, heen, uitslag);
    }
}

/// An element around or of a Prestatie that comes back: its children as received, then amounts and codes.
fn schrijf_klasse<'r>(out: &mut Schrijver<'r>, particle: &'r Particle, node: NodeRef<'_>, uitslag: &FactuurUitslag) {
    groep(out, particle, &mut |out, local, child| match local {
        "RetourCodes" => codes(out, child, &uitslag.klassen.van(node.id())),
        "ToegekendeBedragPrestatie" => {
            if let Some(toekenning) = uitslag.terug.get(&node.id()) {
                schrijf_toekenning(out, child, toekenning);
            }
        }
        "Client" | "Prestaties" | "Prestatie" => {
            for found in node.children().filter(|n| n.name() == local && komt_terug(*n, uitslag)) {
                schrijf_klasse(out, child, found, uitslag);
            }
        }
        _ => {
            for found in node.children().filter(|n| n.name() == local) {
                kopieer(out, child, found, &uitslag.klassen, &|_| true);
            }
        }
    });
}

/// Whether an element is a Prestatie that comes back, or holds one.
fn komt_terug(node: NodeRef<'_>, uitslag: &FactuurUitslag) -> bool {
    node.descendants().any(|d| uitslag.terug.contains_key(&d.id())) || uitslag.terug.contains_key(&node.id())
}

fn schrijf_toekenning<'r>(out: &mut Schrijver<'r>, particle: &'r Particle, toekenning: &Toekenning) {
    groep(out, particle, &mut |out, local, child| {
        let bedrag = if local == "ToegekendBedrag" { toekenning.toegekend } else { toekenning.gemeente_berekend };
        schrijf_bedrag(out, child, bedrag);
    });
}
