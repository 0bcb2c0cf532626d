//! Amounts of a 303: whole eurocents, percentages in hundredths of a percent, rounded half up per line.

use bericht::{Eenheid, FactuurPrestatie, Prestatie};
use contract::{Bedragwijze, Prijs, Prijsafspraak};

use crate::moment::Omgeving;
use crate::regels::uurtarief::per_minuut;
use crate::reken::{bedrag_minuten, bedrag_zonder_contract};

/// A hundred percent.
pub(crate) const HEEL: i64 = 10_000;

/// A part of an amount, rounded half up; `noemer` above zero, all else not negative.
pub(crate) fn deel(bedrag: i64, teller: i64, noemer: i64) -> i64 {
    let (teller, noemer) = (i128::from(bedrag) * i128::from(teller), i128::from(noemer));
    i64::try_from((2 * teller + noemer) / (2 * noemer)).unwrap_or(i64::MAX)
}

/// The least and the most that volume and tariff can come to. They differ for minutes only: behind a tariff per minute may
/// be one per hour. `None` without a tariff.
pub(crate) fn uit_tarief(p: &FactuurPrestatie<'_>) -> Option<(i64, i64)> {
    match (p.eenheid, p.tarief) {
        (Eenheid::Euro, _) => Some((p.volume, p.volume)),
        (_, None) => None,
        (Eenheid::Minuut, Some(tarief)) => Some(bedrag_zonder_contract(tarief, p.volume)),
        (_, Some(tarief)) => {
            let product = p.volume.saturating_mul(tarief);
            Some((product, product))
        }
    }
}

/// What the gemeente makes of a Prestatie: volume times the price of the contract on the first day of the ProductPeriode, in
/// eurocent. Of several prices the declared one counts when it is among them, else the first. `None` when no contract gives
/// a price for the declared unit.
pub(crate) fn gemeente_berekend(p: &Prestatie<'_>, omgeving: &Omgeving<'_>) -> Option<i64> {
    if p.eenheid == Eenheid::Euro {
        return None;
    }
    let (contracten, dossier, dag) = (omgeving.contracten, omgeving.dossier, p.periode.begin);
    match contracten.prijs(dossier, p.code, p.nummer, dag) {
        Prijsafspraak::Open(_) | Prijsafspraak::Geen => None,
        Prijsafspraak::Tarieven(tarieven) => {
            let prijzen: Vec<_> = tarieven.into_iter().filter_map(|t| Some((t, t.in_eenheid(p.eenheid)?))).collect();
            let gevraagd = prijzen.iter().find(|(_, cent)| p.tarief == Some(*cent));
            let (prijs, cent) = gevraagd.or_else(|| prijzen.first())?;
            Some(bedrag(p, prijs, *cent, contracten.bedragwijze(dossier, p.code, p.nummer, dag).0))
        }
    }
}

fn bedrag(p: &Prestatie<'_>, tarief: &Prijs, cent: i64, wijze: Bedragwijze) -> i64 {
    let onder_uurtarief = p.eenheid == Eenheid::Minuut && tarief.per == Eenheid::Uur;
    match wijze {
        _ if !onder_uurtarief => p.volume.saturating_mul(cent),
        Bedragwijze::Standaard => bedrag_minuten(tarief.cent, p.volume),
        Bedragwijze::AfgerondeMinuut => p.volume.saturating_mul(per_minuut(tarief)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_is_rounded_half_up() {
        assert_eq!(deel(77_000, 2100, HEEL + 2100), 13_364, "btw that is in the amount");
        assert_eq!(deel(40_000, 2000, HEEL), 8000, "btw on top of it");
        assert_eq!((deel(1, 4999, HEEL), deel(1, 5000, HEEL)), (0, 1));
    }

    proptest! {
        #[test]
        fn btw_in_an_amount_is_btw_on_what_is_left(netto in 0_i64..100_000_000, procent in 0_i64..9999) {
            let btw = deel(netto, procent, HEEL);
            let terug = deel(netto + btw, procent, HEEL + procent);
            prop_assert!((terug - btw).abs() <= 1);
        }

        #[test]
        fn a_part_never_overflows(bedrag in 0_i64..10_000_000_000_000_000, procent in 0_i64..99_999) {
            prop_assert!(deel(bedrag, procent, HEEL) >= 0);
        }
    }
}
