//! The sum behind IngediendBedrag (TR346): in which ways volume and tariff can give an amount, and how that is told.

use contract::{Bedragwijze, Prijs};

use crate::prelude::*;
use crate::regels::uurtarief::{minuut_uit_uur, per_minuut};
use crate::reken::{bedrag_minuten, bedrag_zonder_contract};

/// The reading of rounding that was not taken.
pub(crate) fn andere(wijze: Bedragwijze) -> Bedragwijze {
    match wijze {
        Bedragwijze::Standaard => Bedragwijze::AfgerondeMinuut,
        Bedragwijze::AfgerondeMinuut => Bedragwijze::Standaard,
    }
}

/// What decides about one amount.
pub(crate) struct Som<'s> {
    pub(crate) prestatie: &'s Prestatie<'s>,
    /// ProductTarief in eurocent.
    pub(crate) tarief: i64,
    /// Whether a price is agreed for the declared unit itself.
    pub(crate) per_eenheid: bool,
    /// Prices per hour, of minutes.
    pub(crate) minuten: Vec<Prijs>,
    /// How an amount of minutes follows from them.
    pub(crate) wijze: Bedragwijze,
}

impl Som<'_> {
    /// Whether the amount is right.
    pub(crate) fn klopt(&self) -> bool {
        let bedrag = self.prestatie.bedrag.cent;
        (self.telt_product() && bedrag == self.product())
            || self.volgt(self.wijze)
            || self.marge().is_some_and(|(van, tot)| van <= bedrag && bedrag <= tot)
    }

    /// Volume times tariff.
    fn product(&self) -> i64 {
        self.prestatie.volume.saturating_mul(self.tarief)
    }

    /// Whether volume times tariff is right as it is.
    fn telt_product(&self) -> bool {
        self.per_eenheid || self.minuten.is_empty()
    }

    /// What some tariff per hour that rounds to this tariff could give; only for minutes about which nothing is agreed.
    fn marge(&self) -> Option<(i64, i64)> {
        let vrij = self.prestatie.eenheid == Eenheid::Minuut && !self.per_eenheid && self.minuten.is_empty();
        vrij.then(|| bedrag_zonder_contract(self.tarief, self.prestatie.volume))
    }

    /// Whether tariff and amount follow from a tariff per hour in one reading of rounding.
    pub(crate) fn volgt(&self, wijze: Bedragwijze) -> bool {
        let bedrag = self.prestatie.bedrag.cent;
        self.minuten.iter().any(|t| self.tarief == per_minuut(t) && bedrag == self.uit_uurtarief(t, wijze))
    }

    /// The amount that follows from a tariff per hour.
    fn uit_uurtarief(&self, tarief: &Prijs, wijze: Bedragwijze) -> i64 {
        match wijze {
            Bedragwijze::Standaard => bedrag_minuten(tarief.cent, self.prestatie.volume),
            Bedragwijze::AfgerondeMinuut => self.prestatie.volume.saturating_mul(per_minuut(tarief)),
        }
    }

    /// The sum as it was made: volume times tariff where that may be, and every tariff per hour of the contract.
    pub(crate) fn spoor(&self) -> Spoor {
        let mut spoor = gegeven("GeleverdVolume", Waarde::volume(self.prestatie.volume, self.prestatie.eenheid))
            .gegeven("ProductTarief", euro(self.tarief))
            .en(self.rekening(self.wijze));
        if self.telt_product() {
            let bedrag = euro(self.prestatie.bedrag.cent);
            spoor = spoor.vergelijk("IngediendBedrag", bedrag, Moet::Equal, euro(self.product()));
        }
        if let Some((van, tot)) = self.marge() {
            spoor = spoor
                .gegeven("of, uit een uurtarief dat tot dit tarief afrondt: ten minste", euro(van))
                .gegeven("en hoogstens", euro(tot));
        }
        spoor
    }

    /// The steps of every tariff per hour in one reading of rounding.
    pub(crate) fn rekening(&self, wijze: Bedragwijze) -> Spoor {
        let mut spoor = Spoor::default();
        for tarief in &self.minuten {
            let moet = self.uit_uurtarief(tarief, wijze);
            let minuut = euro(per_minuut(tarief));
            spoor = spoor.en(minuut_uit_uur(tarief)).vergelijk("ProductTarief", euro(self.tarief), Moet::Equal, minuut);
            spoor = match wijze {
                Bedragwijze::Standaard => {
                    let breuk = (tarief.cent.saturating_mul(self.prestatie.volume), 60);
                    spoor.afgerond("bedrag uit het onafgeronde uurtarief", breuk, moet)
                }
                Bedragwijze::AfgerondeMinuut => spoor.gegeven("volume maal de afgeronde minuut", euro(moet)),
            };
            spoor = spoor.vergelijk("IngediendBedrag", euro(self.prestatie.bedrag.cent), Moet::Equal, euro(moet));
        }
        spoor
    }

    /// Tells that the amount follows the reading that was not taken; no refusal.
    pub(crate) fn andere_lezing(&self, feit: &str, meld: &mut Meldingen) {
        let product = self.product();
        let standaard = self.minuten.first().map_or(product, |t| self.uit_uurtarief(t, Bedragwijze::Standaard));
        let verschil = (standaard - product).abs();
        let tekst = format!(
            "bedrag {} volgt de andere lezing van het contract over afronden; het verschil is {} (uurtarief: {}, \
             afgeronde minuut: {}); 9346 is niet gegeven",
            toon_euro(self.prestatie.bedrag.cent),
            toon_euro(verschil),
            toon_euro(standaard),
            toon_euro(product)
        );
        meld.contractsignaal("TR346", self.prestatie.node, tekst, Some(feit), Some(verschil));
    }

    /// What is wrong with the amount, in Dutch.
    pub(crate) fn uitkomst(&self) -> String {
        let (bedrag, volume) = (toon_euro(self.prestatie.bedrag.cent), toon_getal(self.prestatie.volume));
        let product = toon_euro(self.product());
        if let Some(tarief) = self.minuten.first() {
            let (uur, minuut) = (toon_euro(tarief.cent), toon_euro(per_minuut(tarief)));
            let volgt = toon_euro(self.uit_uurtarief(tarief, self.wijze));
            return match self.wijze {
                Bedragwijze::Standaard => format!(
                    "bedrag {bedrag} klopt niet: {volume} minuten tegen {uur} per uur is {volgt}, met tarief {minuut} \
                     per minuut"
                ),
                Bedragwijze::AfgerondeMinuut => format!(
                    "bedrag {bedrag} klopt niet: {volume} minuten tegen {minuut} per afgeronde minuut is {volgt}"
                ),
            };
        }
        match self.marge() {
            Some((van, tot)) => format!(
                "bedrag {bedrag} is geen volume maal tarief ({product}) en volgt uit geen uurtarief ({} tot en met {})",
                toon_euro(van),
                toon_euro(tot)
            ),
            None => format!("bedrag {bedrag} is niet volume maal tarief, {product}"),
        }
    }
}
