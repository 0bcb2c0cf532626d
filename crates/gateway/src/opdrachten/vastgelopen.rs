//! `vastgelopen`: messages that could not be judged through no fault of their own.

use dienst::beheer::{Vastgelopen, Vraag};

use super::reden::reden;
use super::uitgaand::stel;
use crate::cli::{VastgelopenArgs, VastgelopenOpdracht};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::uitvoer;

pub fn vastgelopen(args: &VastgelopenArgs, configuratie: &Configuratie) -> Result<Einde, Fout> {
    let data = args.data.as_deref().unwrap_or(&configuratie.data);
    let gesteld = match &args.opdracht {
        VastgelopenOpdracht::Lijst { .. } => Vraag::Vastgelopen,
        VastgelopenOpdracht::Opnieuw { ontvangsten, .. } => Vraag::Opnieuw { ontvangsten: ontvangsten.clone() },
        VastgelopenOpdracht::Vervallen { ontvangst, reden: tekst } => {
            Vraag::Sluit { ontvangst: ontvangst.clone(), reden: reden(tekst, "the message is closed")?.to_owned() }
        }
    };
    let antwoord = stel(data, &gesteld, configuratie)?;
    if let Some(fout) = antwoord.fout {
        return Err(Fout::Gebruik(format!("the daemon could not do this: {fout}")));
    }
    match &args.opdracht {
        VastgelopenOpdracht::Lijst { json: true } => {
            antwoord.vastgelopen.iter().try_for_each(uitvoer::json)?;
        }
        VastgelopenOpdracht::Lijst { json: false } => {
            antwoord.vastgelopen.iter().try_for_each(|rij| uitvoer::regel(&voor_mensen(rij)))?;
        }
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
    let json = matches!(args.opdracht, VastgelopenOpdracht::Lijst { json: true });
    let niets = antwoord.vastgelopen.is_empty() && antwoord.ontvangsten.is_empty() && antwoord.onbekend.is_empty();
    if !json && niets {
        uitvoer::regel("niets")?;
    }
    uitvoer::klaar()?;
    Ok(if antwoord.onbekend.is_empty() { Einde::Goed } else { Einde::Gebreken })
}

fn voor_mensen(rij: &Vastgelopen) -> String {
    let Vastgelopen { ontvangst, bericht, ontvangen, reden } = rij;
    format!("{ontvangst}  {:3}  {ontvangen}  {reden}", bericht.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_people_keeps_its_columns() {
        let moment = "2026-05-06T07:08:09.010+02:00";
        let rij = |bericht: Option<&str>, reden: &str| Vastgelopen {
            ontvangst: "o-1".into(),
            bericht: bericht.map(str::to_owned),
            ontvangen: moment.into(),
            reden: reden.into(),
        };
        let met = voor_mensen(&rij(Some("305"), "a row  that cannot be read"));
        assert_eq!(met, format!("o-1  305  {moment}  a row  that cannot be read"));
        assert_eq!(voor_mensen(&rij(None, "reden é")), format!("o-1       {moment}  reden é"));
    }
}
