//! `vastgelopen`: messages that could not be judged through no fault of their own.

use dienst::beheer::Vraag;

use super::uitgaand::stel;
use crate::cli::{VastgelopenArgs, VastgelopenOpdracht};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::uitvoer;

pub fn vastgelopen(args: &VastgelopenArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let data = args.data.as_deref().unwrap_or(&configuratie.data);
    let gesteld = match &args.opdracht {
        VastgelopenOpdracht::Lijst => Vraag::Vastgelopen,
        VastgelopenOpdracht::Opnieuw { ontvangsten, .. } => Vraag::Opnieuw { ontvangsten: ontvangsten.clone() },
        VastgelopenOpdracht::Vervallen { ontvangst, reden } => {
            Vraag::Sluit { ontvangst: ontvangst.clone(), reden: reden.clone() }
        }
    };
    let antwoord = stel(data, &gesteld, configuratie)?;
    if let Some(fout) = antwoord.fout {
        return Err(Fout::Gebruik(format!("the daemon could not do this: {fout}")));
    }
    match &args.opdracht {
        VastgelopenOpdracht::Lijst => antwoord.regels.iter().try_for_each(|regel| uitvoer::regel(regel))?,
        VastgelopenOpdracht::Opnieuw { .. } => {
            for ontvangst in &antwoord.ontvangsten {
                uitvoer::regel(&format!("{ontvangst}: wordt opnieuw beoordeeld"))?;
            }
        }
        VastgelopenOpdracht::Vervallen { .. } => {
            for ontvangst in &antwoord.ontvangsten {
                uitvoer::regel(&format!("{ontvangst}: gesloten; de afzender kan het bericht opnieuw aanbieden"))?;
            }
        }
    }
    for ontvangst in &antwoord.onbekend {
        uitvoer::regel(&format!("{ontvangst}: niet vastgelopen"))?;
    }
    if antwoord.ontvangsten.is_empty() && antwoord.onbekend.is_empty() {
        uitvoer::regel("niets")?;
    }
    uitvoer::klaar()?;
    Ok(if antwoord.onbekend.is_empty() { Einde::Goed } else { Einde::Gebreken })
}
