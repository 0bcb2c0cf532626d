//! The body of a retour: classes copied value for value, each with its codes last.

use schema::tree::NodeRef;
use schema::{ComplexType, Particle};

use super::kop::codes;
use super::{DeclaratieUitslag, Klassecodes, RetourVraag, Strekking, factuur};
use crate::fout::BerichtFout;
use crate::inhoud::{Bericht, Inhoud};
use crate::schrijver::Schrijver;

/// Writes everything after the header.
pub fn schrijf(out: &mut Schrijver<'_>, vraag: &RetourVraag<'_>) -> Result<(), BerichtFout> {
    let Some(root) = out.root_type() else { return Ok(()) };
    match vraag.strekking {
        Strekking::Goedgekeurd | Strekking::Kop(_) => Ok(()),
        Strekking::Lichaam(klassen) => {
            let all = |_: NodeRef<'_>| true;
            for (local, particle) in out.particles(root).filter(|(local, _)| *local != "Header") {
                for node in vraag.bericht.tree.root().children().filter(|n| n.name() == local) {
                    kopieer(out, particle, node, klassen, &all);
                }
            }
            Ok(())
        }
        Strekking::Declaratie(uitslag) => declaratie(out, root, vraag.bericht, uitslag),
        Strekking::Factuur(uitslag) => {
            factuur::lichaam(out, root, vraag, uitslag);
            Ok(())
        }
    }
}

/// Copies an element and what is below it, as far as `keep` wants it, in the order and the names of the retour's schema.
pub fn kopieer(
    out: &mut Schrijver<'_>,
    particle: &Particle,
    node: NodeRef<'_>,
    klassen: &Klassecodes,
    keep: &dyn Fn(NodeRef<'_>) -> bool,
) {
    if !keep(node) {
        return;
    }
    let Some(ty) = out.release().complex(particle.ty) else {
        out.waarde(particle.name, node.value());
        return;
    };
    out.open(particle.name);
    for (local, child) in out.particles(ty) {
        if local == "RetourCodes" {
            codes(out, child, &klassen.van(node.id()));
        } else {
            for found in node.children().filter(|n| n.name() == local) {
                kopieer(out, child, found, klassen, keep);
            }
        }
    }
    out.sluit(particle.name);
}

/// DeclaratieAntwoord: number and total copied, total granted, and only the clients with refused Prestaties.
fn declaratie<'r>(
    out: &mut Schrijver<'r>,
    root: &'r ComplexType,
    bericht: &Bericht<'_>,
    uitslag: &DeclaratieUitslag,
) -> Result<(), BerichtFout> {
    let (Inhoud::Declaratie(heen), Some((_, antwoord))) =
        (&bericht.inhoud, out.particles(root).find(|(local, _)| *local == "DeclaratieAntwoord"))
    else {
        return Ok(());
    };
    let Some(ty) = out.release().complex(antwoord.ty) else { return Ok(()) };
    let missing = |element| BerichtFout::Ontbreekt { path: "/Bericht/Declaratie".to_owned(), element };
    let node = bericht.tree.node(heen.node);
    let keep = |n: NodeRef<'_>| match n.name() {
        "Prestatie" => uitslag.geweigerd.contains(&n.id()),
        "Client" => n.descendants().any(|d| uitslag.geweigerd.contains(&d.id())),
        _ => true,
    };
    out.open(antwoord.name);
    for (local, particle) in out.particles(ty) {
        match local {
            "TotaalToegekendBedrag" => bedrag(out, particle, uitslag),
            "RetourCodes" => codes(out, particle, &uitslag.codes),
            "Clienten" if uitslag.geweigerd.is_empty() => {}
            "DeclaratieNummer" => out.waarde(particle.name, heen.nummer),
            "TotaalIngediendBedrag" | "Clienten" => {
                let element = if local == "Clienten" { "Clienten" } else { "TotaalIngediendBedrag" };
                let found = node.child(element).ok_or_else(|| missing(element))?;
                kopieer(out, particle, found, &uitslag.klassen, &keep);
            }
            _ => {}
        }
    }
    out.sluit(antwoord.name);
    Ok(())
}

fn bedrag<'r>(out: &mut Schrijver<'r>, particle: &'r Particle, uitslag: &DeclaratieUitslag) {
    let Some(ty) = out.release().complex(particle.ty) else { return };
    out.open(particle.name);
    for (local, child) in out.particles(ty) {
        match local {
            "TotaalBedrag" => out.waarde(child.name, &uitslag.toegekend.cent.to_string()),
            _ => out.waarde(child.name, uitslag.toegekend.dc.as_str()),
        }
    }
    out.sluit(particle.name);
}
