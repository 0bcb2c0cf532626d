//! A contract file as it reads: every value with its place and the fact it rests on. What rules may use of it is derived
//! from this in [`crate::Contract`].

use bericht::{Datum, Domein, Eenheid, Frequentie};
use rust_decimal::Decimal;

use crate::regelsoort::{Effect, Parameter, Regelsoort};

/// Numbers of facts in the document of the contract, e.g. `GV21-101`.
pub type Feiten = Vec<String>;

/// First and last day; open where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bereik {
    /// First day.
    pub van: Option<Datum>,
    /// Last day.
    pub tot: Option<Datum>,
}

impl Bereik {
    /// Whether a day lies inside.
    pub fn bevat(&self, dag: Datum) -> bool {
        self.van.is_none_or(|van| van <= dag) && self.tot.is_none_or(|tot| dag <= tot)
    }

    /// Whether the two share a day.
    pub fn raakt(&self, ander: &Bereik) -> bool {
        let voor = |a: Option<Datum>, b: Option<Datum>| matches!((a, b), (Some(eind), Some(begin)) if eind < begin);
        !voor(self.tot, ander.van) && !voor(ander.tot, self.van)
    }
}

/// A contract file.
#[derive(Debug, Clone, Default)]
pub struct Contractbestand {
    /// Parties, area, validity.
    pub kop: Kop,
    /// How amounts follow from tariffs.
    pub bedragen: Bedragen,
    /// How and when is declared.
    pub declaratie: Declaratieafspraak,
    /// Product catalogue.
    pub producten: Vec<Productrij>,
    /// Tariffs, each with the dates of its block.
    pub tarieven: Vec<Tariefrij>,
    /// Prices of single toewijzingen.
    pub maatwerk: Vec<Maatwerkprijs>,
    /// How tariffs of a next year follow.
    pub indexatie: Option<Indexatie>,
    /// Everything else that was agreed.
    pub regels: Vec<Contractregel>,
    /// What a person must still decide.
    pub open: Vec<OpenPunt>,
    /// Readings that were taken.
    pub leeswijzen: Vec<Leeswijze>,
    /// Facts that need no value here.
    pub buiten: Vec<Buiten>,
}

/// Section `[contract]`.
#[derive(Debug, Clone, Default)]
pub struct Kop {
    /// Place of the section.
    pub plaats: usize,
    /// Short name.
    pub id: String,
    /// Name for people.
    pub naam: Option<String>,
    /// Which of several versions of one contract this is.
    pub versie: Option<String>,
    /// What every fact number begins with; none: the file does not say where its values come from.
    pub feitreeks: Option<String>,
    /// Domains.
    pub wetten: Vec<Domein>,
    /// Term.
    pub termijn: Bereik,
    /// Gemeenten with the days on which they take part.
    pub gemeenten: Vec<Gemeentedeelname>,
    /// Aanbieders with the days on which they take part; empty means every aanbieder.
    pub aanbieders: Vec<Aanbiederdeelname>,
    /// What a gemeente does not buy.
    pub uitsluitingen: Vec<Uitsluiting>,
    /// Whether the products are the product code list in use between the parties (IV075).
    pub productlijst: bool,
    /// Facts.
    pub feiten: Feiten,
}

/// A gemeente and when it takes part.
#[derive(Debug, Clone)]
pub struct Gemeentedeelname {
    /// Place.
    pub plaats: usize,
    /// CBS code.
    pub code: String,
    /// Days.
    pub termijn: Bereik,
    /// Facts.
    pub feiten: Feiten,
}

/// An aanbieder and when it takes part.
#[derive(Debug, Clone)]
pub struct Aanbiederdeelname {
    /// Place.
    pub plaats: usize,
    /// AGB code.
    pub agb: String,
    /// Percelen; empty means all.
    pub percelen: Vec<String>,
    /// Days.
    pub termijn: Bereik,
    /// Last Ingangsdatum of a new toewijzing, of an aanbieder that only serves out its clients.
    pub uitloop: Option<Datum>,
    /// Facts.
    pub feiten: Feiten,
}

/// A gemeente that does not buy under a law, or not a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uitsluiting {
    /// Place.
    pub plaats: usize,
    /// CBS code.
    pub gemeente: String,
    /// Law; none means both.
    pub wet: Option<Domein>,
    /// ProductCode; none means all.
    pub code: Option<String>,
    /// Facts.
    pub feiten: Feiten,
}

/// How an amount of minutes follows from a tariff per hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bedragwijze {
    /// Tariff per hour times minutes, divided by sixty and rounded once (TR346, IV081).
    #[default]
    Standaard,
    /// Rounded tariff per minute times minutes.
    AfgerondeMinuut,
}

/// Section `[amounts]`.
#[derive(Debug, Clone, Default)]
pub struct Bedragen {
    /// Place of the section, when there is one.
    pub plaats: Option<usize>,
    /// Mode.
    pub wijze: Bedragwijze,
    /// Facts.
    pub feiten: Feiten,
}

/// The period that is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tijdvak {
    /// Kalendermaand, as the standard wants.
    #[default]
    Kalendermaand,
    /// Periods of four weeks; a message of the standard can only carry the months in which they end.
    VierWeken,
}

/// From which day a deadline of a declaratie runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Declaratieklok {
    /// End of the ProductPeriode.
    #[default]
    EindProductPeriode,
    /// End of the support.
    EindZorg,
}

/// A kind of message for declaring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaratiebericht {
    /// Number, or the name of a form outside the standard.
    pub soort: String,
    /// Number of the answer.
    pub antwoord: Option<String>,
    /// Days.
    pub termijn: Bereik,
}

/// Section `[declaration]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaratieafspraak {
    /// Place of the section, when there is one.
    pub plaats: Option<usize>,
    /// Messages by date.
    pub berichten: Vec<Declaratiebericht>,
    /// Period.
    pub tijdvak: Tijdvak,
    /// First day of some period of four weeks.
    pub anker: Option<Datum>,
    /// Whether every gemeente gets its own declaratie.
    pub per_gemeente: bool,
    /// Days to submit in.
    pub indienen_dagen: Option<i64>,
    /// Days after which the right to payment lapses.
    pub verval_dagen: Option<i64>,
    /// Clock of the two.
    pub klok: Declaratieklok,
    /// Days to answer in.
    pub antwoord_dagen: Option<i64>,
    /// Days to pay in.
    pub betaal_dagen: Option<i64>,
    /// Whether payment waits for an invoice after approval.
    pub twee_stappen: bool,
    /// Facts of the section.
    pub feiten: Feiten,
    /// Facts of single keys.
    pub feiten_per_sleutel: Vec<(String, Feiten)>,
}

impl Declaratieafspraak {
    /// The fact that a key rests on: its own, else the first of the section.
    pub fn feit(&self, sleutel: &str) -> Option<&str> {
        let eigen = self.feiten_per_sleutel.iter().find(|(naam, _)| naam == sleutel).and_then(|(_, f)| f.first());
        eigen.or(self.feiten.first()).map(String::as_str)
    }
}

/// How a product is financed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Inspanningsgericht.
    Inspanning,
    /// Outputgericht.
    Output,
    /// Taakgericht: no toewijzing, no declaratie.
    Taakgericht,
}

impl Variant {
    /// The word in a file.
    pub fn naam(self) -> &'static str {
        match self {
            Variant::Inspanning => "inspanning",
            Variant::Output => "output",
            Variant::Taakgericht => "taakgericht",
        }
    }
}

/// One `[[product]]`.
#[derive(Debug, Clone)]
pub struct Productrij {
    /// Place.
    pub plaats: usize,
    /// ProductCode; none when the document prints none.
    pub code: Option<String>,
    /// Name for people.
    pub naam: Option<String>,
    /// ProductCategorie; none when the document leaves it open.
    pub categorie: Option<String>,
    /// Law.
    pub wet: Option<Domein>,
    /// Units in which may be declared.
    pub eenheden: Vec<Eenheid>,
    /// Frequencies of a toewijzing.
    pub frequenties: Vec<Frequentie>,
    /// Uitvoeringsvariant.
    pub variant: Option<Variant>,
    /// Perceel.
    pub perceel: Option<String>,
    /// Days.
    pub termijn: Bereik,
    /// Facts.
    pub feiten: Feiten,
}

impl Productrij {
    /// Code, else name: how findings and open items call it.
    pub fn aanduiding(&self) -> &str {
        self.code.as_deref().or(self.naam.as_deref()).unwrap_or("(naamloos)")
    }
}

/// What an amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grondslag {
    /// A unit of the standard.
    Eenheid(Eenheid),
    /// A day, which the standard has no unit for.
    Dag,
    /// A piece, output or inspanning as the declared unit says.
    Stuk,
    /// Four weeks.
    VierWeken,
}

impl Grondslag {
    /// The word in a file.
    pub fn naam(self) -> &'static str {
        match self {
            Grondslag::Eenheid(Eenheid::Minuut) => "minuut",
            Grondslag::Eenheid(Eenheid::Uur) => "uur",
            Grondslag::Eenheid(Eenheid::Etmaal) => "etmaal",
            Grondslag::Eenheid(Eenheid::Dagdeel) => "dagdeel",
            Grondslag::Eenheid(Eenheid::Euro) => "euro",
            Grondslag::Eenheid(Eenheid::StuksOutput | Eenheid::StuksInspanning) | Grondslag::Stuk => "stuk",
            Grondslag::Eenheid(Eenheid::Week) => "week",
            Grondslag::Eenheid(Eenheid::Tijdsonafhankelijk) => "tijdsonafhankelijk",
            Grondslag::Dag => "dag",
            Grondslag::VierWeken => "four_weeks",
        }
    }
}

/// One row of a `[[tariffs]]` block.
#[derive(Debug, Clone)]
pub struct Tariefrij {
    /// Place.
    pub plaats: usize,
    /// ProductCode; none when the document prints none.
    pub code: Option<String>,
    /// Name for people.
    pub naam: Option<String>,
    /// ProductCategorie; none when the document leaves it open.
    pub categorie: Option<String>,
    /// Law.
    pub wet: Option<Domein>,
    /// Days.
    pub termijn: Bereik,
    /// What the amount is for; none when missing.
    pub grondslag: Option<Grondslag>,
    /// Amount in euro, two decimals.
    pub bedrag: Option<Decimal>,
    /// Amount in euro before rounding, which the next indexation starts from.
    pub basis: Option<Decimal>,
    /// Unit in which is declared, when it is another.
    pub declareren_in: Option<Eenheid>,
    /// Tariff in that unit as printed, in euro, two decimals.
    pub gedrukt: Option<Decimal>,
    /// Frequency of the toewijzing.
    pub frequentie: Option<Frequentie>,
    /// Uitvoeringsvariant.
    pub variant: Option<Variant>,
    /// Group of weights for indexation.
    pub indexgroep: Option<String>,
    /// CAK code for the eigen bijdrage.
    pub eigen_bijdrage: Option<String>,
    /// Facts.
    pub feiten: Feiten,
}

impl Tariefrij {
    /// Code, else name: how findings and open items call it.
    pub fn aanduiding(&self) -> &str {
        self.code.as_deref().or(self.naam.as_deref()).unwrap_or("(naamloos)")
    }

    /// The unit of the standard that the amount is for, as far as the row says.
    pub fn per(&self) -> Option<Eenheid> {
        match self.grondslag? {
            Grondslag::Eenheid(eenheid) => Some(eenheid),
            Grondslag::Stuk => Some(self.declareren_in.unwrap_or(Eenheid::StuksOutput)),
            Grondslag::Dag | Grondslag::VierWeken => self.declareren_in,
        }
    }
}

/// A price for one toewijzing, which the aanbieder knows from a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maatwerkprijs {
    /// Place.
    pub plaats: usize,
    /// CBS code of the gemeente that gave the number.
    pub gemeente: String,
    /// ToewijzingNummer.
    pub nummer: u32,
    /// Law.
    pub wet: Option<Domein>,
    /// What the amount is for.
    pub eenheid: Option<Eenheid>,
    /// Amount in euro.
    pub bedrag: Option<Decimal>,
    /// Days.
    pub termijn: Bereik,
    /// Facts.
    pub feiten: Feiten,
}

/// How tariffs are indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexvariant {
    /// Half of the provisional OVA sets the tariff; the base follows the definitive index.
    HalveVoorlopigeOva,
    /// Index of this year over that of last year.
    CaoLonenVerhouding,
}

/// Section `[indexation]`.
#[derive(Debug, Clone)]
pub struct Indexatie {
    /// Place.
    pub plaats: usize,
    /// Formula.
    pub variant: Indexvariant,
    /// First day on which it is applied.
    pub eerste: Option<Datum>,
    /// Weights per group: loon, materieel (CPI) and kapitaal; shares that add up to one.
    pub gewichten: Vec<(String, [Decimal; 3])>,
    /// Group of the rows that name none.
    pub standaardgroep: Option<String>,
    /// Facts.
    pub feiten: Feiten,
}

/// One `[[rule]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractregel {
    /// Place.
    pub plaats: usize,
    /// Kind.
    pub soort: &'static Regelsoort,
    /// What it leads to.
    pub effect: Effect,
    /// Values by name.
    pub parameters: Vec<(&'static str, Parameter)>,
    /// Facts.
    pub feiten: Feiten,
}

impl Contractregel {
    /// The value of a parameter.
    pub fn parameter(&self, naam: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|(key, _)| *key == naam).map(|(_, waarde)| waarde)
    }

    /// A whole number.
    pub fn geheel(&self, naam: &str) -> Option<i64> {
        match self.parameter(naam)? {
            Parameter::Geheel(getal) => Some(*getal),
            _ => None,
        }
    }

    /// A share or an amount in euro.
    pub fn getal(&self, naam: &str) -> Option<Decimal> {
        match self.parameter(naam)? {
            Parameter::Getal(getal) => Some(*getal),
            _ => None,
        }
    }

    /// A text.
    pub fn tekst(&self, naam: &str) -> Option<&str> {
        match self.parameter(naam)? {
            Parameter::Tekst(tekst) => Some(tekst),
            _ => None,
        }
    }

    /// A list of texts; empty when there is none.
    pub fn teksten(&self, naam: &str) -> &[String] {
        match self.parameter(naam) {
            Some(Parameter::Teksten(lijst)) => lijst,
            _ => &[],
        }
    }
}

/// One `[[open]]`: a person must decide, and what needs it is switched off until then.
#[derive(Debug, Clone)]
pub struct OpenPunt {
    /// Place.
    pub plaats: usize,
    /// What is open, in Dutch.
    pub wat: String,
    /// What is switched off: `tariff:03A03`, `unit:08A05`, `code:HO`, `contract.valid_from` and so on.
    pub blokkeert: Vec<(String, usize)>,
    /// Who can answer, in Dutch.
    pub vraag: Option<String>,
    /// Facts.
    pub feiten: Feiten,
}

/// One `[[leeswijze]]`: the document contradicts itself or the standard, and this is how it is read.
#[derive(Debug, Clone)]
pub struct Leeswijze {
    /// Place.
    pub plaats: usize,
    /// What contradicts what, in Dutch.
    pub wat: String,
    /// How it is read, in Dutch.
    pub lezing: String,
    /// What rests on the reading and may therefore refuse nothing.
    pub blokkeert: Vec<(String, usize)>,
    /// Facts.
    pub feiten: Feiten,
}

/// One `[[outside]]`: facts for which a file needs no value.
#[derive(Debug, Clone)]
pub struct Buiten {
    /// Place.
    pub plaats: usize,
    /// Why, in Dutch.
    pub waarom: String,
    /// Facts.
    pub feiten: Feiten,
}

impl Contractbestand {
    /// Every fact that the file names, in order, each once.
    pub fn feiten(&self) -> Vec<String> {
        let mut feiten: Vec<String> =
            crate::controle::alle_feiten(self).into_iter().flat_map(|(.., f)| f.to_vec()).collect();
        feiten.sort();
        feiten.dedup();
        feiten
    }

    /// The open item or reading that switches something off, and the fact it rests on.
    pub fn geblokkeerd(&self, doel: &str) -> Option<(&str, &[String])> {
        let open = self.open.iter().map(|o| (&o.wat, &o.blokkeert, &o.feiten));
        let lezing = self.leeswijzen.iter().map(|l| (&l.wat, &l.blokkeert, &l.feiten));
        open.chain(lezing)
            .find(|(_, blokkeert, _)| blokkeert.iter().any(|(wat, _)| wat == doel))
            .map(|(wat, _, feiten)| (wat.as_str(), feiten.as_slice()))
    }
}
