//! The header of a retour.

use schema::{Message, Particle};

use super::lichaam::kopieer;
use super::{GEHEEL_TOEGEKEND, GOED, Klassecodes, RetourVraag, Strekking, factuur};
use crate::fout::BerichtFout;
use crate::schrijver::Schrijver;
use crate::soort::Soort;

/// Writes the element `Header`.
pub fn schrijf<'r>(out: &mut Schrijver<'r>, vraag: &RetourVraag<'_>, message: &'r Message) -> Result<(), BerichtFout> {
    let Some(root) = out.root_type() else { return Ok(()) };
    let header = out.particles(root).find(|(local, _)| *local == "Header").map(|(_, p)| *p);
    let Some((header, ty)) = header.and_then(|p| Some((p, out.release().complex(p.ty)?))) else { return Ok(()) };
    out.open(header.name);
    for (local, particle) in out.particles(ty) {
        if vraag.bericht.soort == Soort::S303 {
            factuur::kopelement(out, vraag, local, particle)?;
        } else {
            element(out, vraag, message, local, particle)?;
        }
    }
    out.sluit(header.name);
    Ok(())
}

fn element<'r>(
    out: &mut Schrijver<'r>,
    vraag: &RetourVraag<'_>,
    message: &'r Message,
    local: &str,
    particle: &'r Particle,
) -> Result<(), BerichtFout> {
    let header = &vraag.bericht.header;
    let nieuw = vraag.bericht.soort == Soort::S323;
    let eigen = message.versions.as_ref().map_or(("1.0.0", "1.0.0"), |(basis, own)| (basis.as_str(), own.as_str()));
    let datum = vraag.datum.format("%Y-%m-%d").to_string();
    let (afzender, ontvanger) =
        if nieuw { (header.ontvanger, header.afzender) } else { (header.afzender, header.ontvanger) };
    match local {
        "BerichtCode" | "BerichtVersie" | "BerichtSubversie" => {
            out.waarde(particle.name, &vaste_waarde(out, particle, local)?);
        }
        "Afzender" => out.waarde(particle.name, afzender),
        "Ontvanger" => out.waarde(particle.name, ontvanger),
        "BerichtIdentificatie" if nieuw => paar(out, particle, &[vraag.nummer, &datum]),
        "BerichtIdentificatie" | "DeclaratieIdentificatie" => kopie(out, vraag, particle, "BerichtIdentificatie"),
        "XsdVersie" if nieuw => paar(out, particle, &[eigen.0, eigen.1]),
        "XsdVersie" | "XsdVersieDeclaratie" => kopie(out, vraag, particle, "XsdVersie"),
        "XsdVersieRetour" => paar(out, particle, &[eigen.0, eigen.1]),
        "IdentificatieRetour" => out.waarde(particle.name, vraag.nummer),
        "DagtekeningRetour" => out.waarde(particle.name, &datum),
        "RetourCodes" => codes(out, particle, &kopcodes(vraag.strekking)),
        // XsltVersie: the rules are our own, no published stylesheet was used (IV033).
        _ => {}
    }
    Ok(())
}

/// A group of the heenbericht's header, as written there.
pub fn kopie(out: &mut Schrijver<'_>, vraag: &RetourVraag<'_>, particle: &Particle, element: &str) {
    if let Some(node) = vraag.bericht.tree.node(vraag.bericht.header.node).child(element) {
        kopieer(out, particle, node, &Klassecodes::default(), &|_| true);
    }
}

/// Codes of the header; none on full approval of 302 to 320.
pub fn kopcodes(strekking: &Strekking) -> Vec<&'static str> {
    match strekking {
        Strekking::Goedgekeurd => Vec::new(),
        Strekking::Kop(codes) => codes.clone(),
        Strekking::Lichaam(_) | Strekking::Declaratie(_) => vec![GOED],
        Strekking::Factuur(uitslag) => vec![if uitslag.terug.is_empty() { GEHEEL_TOEGEKEND } else { GOED }],
    }
}

/// The value that the schema fixes by a literal pattern.
fn vaste_waarde(out: &Schrijver<'_>, particle: &Particle, local: &str) -> Result<String, BerichtFout> {
    let patterns = out.release().simple(particle.ty).and_then(|s| s.patterns.last());
    match patterns.map(Vec::as_slice) {
        Some([one]) if one.source().bytes().all(|b| b.is_ascii_digit()) => Ok(one.source().to_owned()),
        _ => Err(BerichtFout::Waarde { path: format!("/Bericht/Header/{local}") }),
    }
}

/// An element with simple children, filled in schema order.
pub fn paar<'r>(out: &mut Schrijver<'r>, particle: &'r Particle, values: &[&str]) {
    let mut values = values.iter();
    groep(out, particle, &mut |out, _, child| {
        if let Some(value) = values.next() {
            out.waarde(child.name, value);
        }
    });
}

/// An element with children, each written by `kind` in schema order.
pub fn groep<'r>(
    out: &mut Schrijver<'r>,
    particle: &'r Particle,
    kind: &mut dyn FnMut(&mut Schrijver<'r>, &'r str, &'r Particle),
) {
    let Some(ty) = out.release().complex(particle.ty) else { return };
    out.open(particle.name);
    for (local, child) in out.particles(ty) {
        kind(out, local, child);
    }
    out.sluit(particle.name);
}

/// An element `RetourCodes`; nothing when there are no codes.
pub fn codes(out: &mut Schrijver<'_>, particle: &Particle, codes: &[&'static str]) {
    let Some(ty) = out.release().complex(particle.ty) else { return };
    let Some((_, child)) = out.particles(ty).next() else { return };
    if codes.is_empty() {
        return;
    }
    out.open(particle.name);
    for code in codes {
        out.waarde(child.name, code);
    }
    out.sluit(particle.name);
}
