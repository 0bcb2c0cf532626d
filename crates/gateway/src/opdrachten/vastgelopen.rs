//! `vastgelopen`: messages that could not be judged through no fault of their own.

use dienst::beheer::Vraag;
use serde::Serialize;

use super::reden::reden;
use super::uitgaand::stel;
use crate::cli::{VastgelopenArgs, VastgelopenOpdracht};
use crate::configuratie::Configuratie;
use crate::einde::{Einde, Fout};
use crate::uitvoer;

/// A message that was set aside.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Rij<'r> {
    ontvangst: &'r str,
    bericht: Option<&'r str>,
    ontvangen: Option<&'r str>,
    reden: &'r str,
}

impl<'r> Rij<'r> {
    /// From the line for people, the only form in which the daemon tells it: receipt, message in three places, moment and
    /// reason, each two spaces apart. Of a line that is made otherwise all is the reason.
    fn lees(ontvangst: &'r str, regel: &'r str) -> Self {
        let velden = || {
            let (bericht, rest) = regel.strip_prefix(ontvangst)?.strip_prefix("  ")?.split_at_checked(3)?;
            let (ontvangen, reden) = rest.strip_prefix("  ")?.split_once("  ")?;
            let bericht = Some(bericht.trim()).filter(|nummer| !nummer.is_empty());
            Some(Self { ontvangst, bericht, ontvangen: Some(ontvangen), reden })
        };
        velden().unwrap_or(Self { ontvangst, bericht: None, ontvangen: None, reden: regel })
    }
}

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
            let rijen = antwoord.ontvangsten.iter().zip(&antwoord.regels);
            rijen.map(|(ontvangst, regel)| Rij::lees(ontvangst, regel)).try_for_each(|rij| uitvoer::json(&rij))?;
        }
        VastgelopenOpdracht::Lijst { json: false } => {
            antwoord.regels.iter().try_for_each(|regel| uitvoer::regel(regel))?;
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
    if !json && antwoord.ontvangsten.is_empty() && antwoord.onbekend.is_empty() {
        uitvoer::regel("niets")?;
    }
    uitvoer::klaar()?;
    Ok(if antwoord.onbekend.is_empty() { Einde::Goed } else { Einde::Gebreken })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_people_is_read_back() {
        let moment = "2026-05-06T07:08:09.010+02:00";
        let rij = Rij::lees("o-1", "o-1  305  2026-05-06T07:08:09.010+02:00  a row  that cannot be read");
        let wanted = Rij {
            ontvangst: "o-1",
            bericht: Some("305"),
            ontvangen: Some(moment),
            reden: "a row  that cannot be read",
        };
        assert_eq!(rij, wanted);
        let zonder = Rij::lees("o-1", "o-1       2026-05-06T07:08:09.010+02:00  reden");
        assert_eq!((zonder.bericht, zonder.ontvangen, zonder.reden), (None, Some(moment), "reden"));
        assert_eq!(Rij::lees("o-1", "anders é").reden, "anders é");
    }
}
