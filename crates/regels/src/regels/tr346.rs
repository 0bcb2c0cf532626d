//! TR346: IngediendBedrag is volume times tariff, rounded as the standard says.

use contract::{Bedragwijze, Prijsafspraak, TariefRegel};

use crate::contractsignaal::open_punt;
use crate::prelude::*;
use crate::regels::uurtarief::{minuut_uit_uur, per_minuut};
use crate::reken::{bedrag_minuten, bedrag_zonder_contract};

/// What people read about this rule.
const UITLEG: &str = "Het ingediende bedrag is het geleverde volume maal het tarief. Minuten onder een uurtarief: het tarief per \
    minuut is het uurtarief gedeeld door 60, en het bedrag volgt uit het onafgeronde uurtarief; beide afgerond \
    op hele centen, halve centen naar boven.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contract worden minuten aanvaard als het bedrag volume maal tarief is, of als een uurtarief bestaat \
    dat tot dit tarief per minuut afrondt en het bedrag verklaart. Spreekt een contract zichzelf tegen over \
    afronden, dan is een bedrag volgens de andere lezing een signaal. Laat het een tarief open, dan wordt niet \
    getoetst, met een signaal. Een contract kan afspreken dat de afgeronde minuut telt.";

/// IngediendBedrag is volume times tariff, rounded as the standard says. Source: TR346, IV081
pub static TR346: Regel = Regel {
    id: "TR346",
    niveau: 4,
    retourcode: Some("9346"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (prestatie, omgeving) = (toets.prestatie, toets.omgeving);
    let Some(tarief) = prestatie.tarief.filter(|_| prestatie.eenheid != Eenheid::Euro) else { return };
    let (contracten, dossier, dag) = (omgeving.contracten, omgeving.dossier, prestatie.periode.begin);
    let (per_eenheid, minuten) = match contracten.prijs(dossier, prestatie.code, prestatie.nummer, dag) {
        Prijsafspraak::Open(blokkade) => return open_punt("TR346", "9346", blokkade, prestatie, meld),
        Prijsafspraak::Tarieven(tarieven) => (
            tarieven.iter().any(|t| t.per == prestatie.eenheid),
            tarieven.into_iter().filter(|t| onder_uurtarief(t, prestatie)).collect(),
        ),
        Prijsafspraak::Maatwerk(eenheid, _) => (eenheid == prestatie.eenheid, Vec::new()),
        Prijsafspraak::Geen => (false, Vec::new()),
    };
    let (wijze, betwist) = if minuten.is_empty() {
        (Bedragwijze::Standaard, None)
    } else {
        contracten.bedragwijze(dossier, prestatie.code, dag)
    };
    let som = Som { prestatie, tarief, per_eenheid, minuten, wijze };
    if som.klopt() {
        meld.akkoord(prestatie.node, || som.spoor());
    } else if let Some(feit) = betwist.filter(|_| som.volgt(andere(wijze))) {
        // The contract contradicts itself about rounding, and the amount follows the reading that was not taken.
        som.andere_lezing(feit, meld);
        meld.akkoord(prestatie.node, || som.spoor().en(som.rekening(andere(wijze))));
    } else {
        meld.fout(prestatie.node, som.uitkomst(), som.spoor());
    }
}

/// Whether a Prestatie declares minutes of a tariff per hour.
fn onder_uurtarief(tarief: &TariefRegel, prestatie: &Prestatie<'_>) -> bool {
    prestatie.eenheid == Eenheid::Minuut && tarief.per == Eenheid::Uur
}

fn andere(wijze: Bedragwijze) -> Bedragwijze {
    match wijze {
        Bedragwijze::Standaard => Bedragwijze::AfgerondeMinuut,
        Bedragwijze::AfgerondeMinuut => Bedragwijze::Standaard,
    }
}

/// What decides about one amount.
struct Som<'s> {
    prestatie: &'s Prestatie<'s>,
    /// ProductTarief in eurocent.
    tarief: i64,
    /// Whether a price is agreed for the declared unit itself.
    per_eenheid: bool,
    /// Tariffs per hour, of minutes.
    minuten: Vec<&'s TariefRegel>,
    /// How an amount of minutes follows from them.
    wijze: Bedragwijze,
}

impl Som<'_> {
    fn klopt(&self) -> bool {
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
    fn volgt(&self, wijze: Bedragwijze) -> bool {
        let bedrag = self.prestatie.bedrag.cent;
        self.minuten.iter().any(|t| self.tarief == per_minuut(t) && bedrag == self.uit_uurtarief(t, wijze))
    }

    /// The amount that follows from a tariff per hour.
    fn uit_uurtarief(&self, tarief: &TariefRegel, wijze: Bedragwijze) -> i64 {
        match wijze {
            Bedragwijze::Standaard => bedrag_minuten(tarief.cent, self.prestatie.volume),
            Bedragwijze::AfgerondeMinuut => self.prestatie.volume.saturating_mul(per_minuut(tarief)),
        }
    }

    /// The sum as it was made: volume times tariff where that may be, and every tariff per hour of the contract.
    fn spoor(&self) -> Spoor {
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
    fn rekening(&self, wijze: Bedragwijze) -> Spoor {
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
    fn andere_lezing(&self, feit: &str, meld: &mut Meldingen) {
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

    fn uitkomst(&self) -> String {
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
