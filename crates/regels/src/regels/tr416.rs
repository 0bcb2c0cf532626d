//! TR416: Within a Client no two debet Prestaties cover the same toewijzing, period and product.

use std::collections::HashSet;

use bericht::DeclaratieClient;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Per cliënt staat in een bericht hoogstens een debetregel voor dezelfde toewijzing, productperiode, categorie \
    en productcode. Creditregels tellen niet mee.";

/// Within a Client no two debet Prestaties cover the same toewijzing, period and product. Source: TR416
/// 11.1.
pub static TR416: Regel = Regel {
    id: "TR416",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Prestaties(toets)],
};

fn toets(client: &DeclaratieClient<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    let mut gezien = HashSet::new();
    for prestatie in client.prestaties.iter().filter(|p| !p.is_credit()) {
        if !gezien.insert((prestatie.nummer, prestatie.periode, prestatie.categorie, prestatie.code)) {
            meld.fout(
                prestatie.node,
                "een debetregel voor dezelfde toewijzing, periode en product staat er al",
                gegeven("begin van de periode", prestatie.periode.begin).vergelijk(
                    "debetregels voor deze toewijzing, periode en dit product",
                    2_usize,
                    Moet::AtMost,
                    1_usize,
                ),
            );
        }
    }
}
