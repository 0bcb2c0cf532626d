//! TR335: ProductPeriode ends at most 60 months before DeclaratieDagtekening.

use bericht::Declaratie;
use chrono::Months;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Zorg wordt uiterlijk 60 maanden na afloop van de productperiode gedeclareerd, gerekend tot de dagtekening \
    van de declaratie.";

/// What was chosen where the standard leaves room.
const KEUZE: &str =
    "Dezelfde dag vijf jaar terug mag nog; bestaat die dag niet, dan telt de laatste dag van die maand.";

/// ProductPeriode ends at most 60 months before DeclaratieDagtekening. Source: TR335
pub static TR335: Regel = Regel {
    id: "TR335",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Declaratie(toets)],
};

fn toets(declaratie: &Declaratie<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let grens = declaratie.dagtekening.checked_sub_months(Months::new(60)).unwrap_or(declaratie.dagtekening);
    for prestatie in declaratie.prestaties() {
        if prestatie.periode.eind < grens {
            let spoor = gegeven("DeclaratieDagtekening", declaratie.dagtekening).vergelijk(
                "ProductPeriode.Einddatum",
                prestatie.periode.eind,
                Moet::NotBefore,
                grens,
            );
            let (eind, grens) = (toon_datum(prestatie.periode.eind), toon_datum(grens));
            meld.fout(
                prestatie.node,
                format!("ProductPeriode eindigt op {eind}, voor de grens van 60 maanden op {grens}"),
                spoor,
            );
        }
    }
}
