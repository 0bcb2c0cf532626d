//! Money, volumes and their units.

use serde::{Deserialize, Serialize};

/// Debet or credit (COD043).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DebetCredit {
    /// D.
    Debet,
    /// C.
    Credit,
}

impl DebetCredit {
    /// Reads `D` or `C`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "D" => Some(DebetCredit::Debet),
            "C" => Some(DebetCredit::Credit),
            _ => None,
        }
    }

    /// `D` or `C`.
    pub fn as_str(self) -> &'static str {
        match self {
            DebetCredit::Debet => "D",
            DebetCredit::Credit => "C",
        }
    }
}

/// An amount with its direction, as in `IngediendBedrag` and `TotaalIngediendBedrag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bedrag {
    /// Eurocent, 0 to 999,999,999,999.
    pub cent: i64,
    /// Direction.
    pub dc: DebetCredit,
}

impl Bedrag {
    /// Positive for debet, negative for credit, in eurocent.
    pub fn getekend(self) -> i64 {
        match self.dc {
            DebetCredit::Debet => self.cent,
            DebetCredit::Credit => -self.cent,
        }
    }

    /// The amount with the direction of its sign; zero is debet (CS325).
    pub fn van_getekend(cent: i64) -> Self {
        let dc = if cent < 0 { DebetCredit::Credit } else { DebetCredit::Debet };
        Self { cent: cent.abs(), dc }
    }
}

/// Unit of a volume (WJ756).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Eenheid {
    /// 01.
    Minuut,
    /// 04.
    Uur,
    /// 14.
    Etmaal,
    /// 16.
    Dagdeel,
    /// 21, release 2.3 only.
    Week,
    /// 81, release 2.3 only.
    Tijdsonafhankelijk,
    /// 82, outputgericht.
    StuksOutput,
    /// 83, in eurocent, outputgericht.
    Euro,
    /// 84, inspanningsgericht.
    StuksInspanning,
}

impl Eenheid {
    /// Reads the code.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "01" => Some(Eenheid::Minuut),
            "04" => Some(Eenheid::Uur),
            "14" => Some(Eenheid::Etmaal),
            "16" => Some(Eenheid::Dagdeel),
            "21" => Some(Eenheid::Week),
            "81" => Some(Eenheid::Tijdsonafhankelijk),
            "82" => Some(Eenheid::StuksOutput),
            "83" => Some(Eenheid::Euro),
            "84" => Some(Eenheid::StuksInspanning),
            _ => None,
        }
    }

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Eenheid::Minuut => "01",
            Eenheid::Uur => "04",
            Eenheid::Etmaal => "14",
            Eenheid::Dagdeel => "16",
            Eenheid::Week => "21",
            Eenheid::Tijdsonafhankelijk => "81",
            Eenheid::StuksOutput => "82",
            Eenheid::Euro => "83",
            Eenheid::StuksInspanning => "84",
        }
    }

    /// Whether the unit makes a toewijzing outputgericht (82, 83); the others are inspanningsgericht (OP305).
    pub fn is_output(self) -> bool {
        matches!(self, Eenheid::StuksOutput | Eenheid::Euro)
    }
}

/// How often a volume may be delivered (WJ757).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Frequentie {
    /// 1, per dag.
    Dag,
    /// 2, per week.
    Week,
    /// 3, per vier weken; release 2.3 only.
    VierWeken,
    /// 4, per maand.
    Maand,
    /// 5, per jaar; release 2.3 only.
    Jaar,
    /// 6, totaal binnen geldigheidsduur toewijzing.
    Totaal,
}

impl Frequentie {
    /// Reads the code.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "1" => Some(Frequentie::Dag),
            "2" => Some(Frequentie::Week),
            "3" => Some(Frequentie::VierWeken),
            "4" => Some(Frequentie::Maand),
            "5" => Some(Frequentie::Jaar),
            "6" => Some(Frequentie::Totaal),
            _ => None,
        }
    }

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Frequentie::Dag => "1",
            Frequentie::Week => "2",
            Frequentie::VierWeken => "3",
            Frequentie::Maand => "4",
            Frequentie::Jaar => "5",
            Frequentie::Totaal => "6",
        }
    }
}

/// A whole number for people: dots between thousands, so that no long run of digits appears in any output.
pub fn toon_getal(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}", schema::format_number(&n.unsigned_abs().to_string()))
}

/// An amount in eurocent for people, e.g. `€ 1.234,05`.
pub fn toon_euro(cent: i64) -> String {
    let sign = if cent < 0 { "-" } else { "" };
    let size = cent.unsigned_abs();
    format!("€ {sign}{},{:02}", schema::format_number(&(size / 100).to_string()), size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_dutch_people_write_them() {
        assert_eq!(toon_euro(123_456_789), "€ 1.234.567,89");
        assert_eq!(toon_euro(-5), "€ -0,05");
        assert_eq!(toon_getal(999_900_006), "999.900.006");
    }

    #[test]
    fn zero_is_debet() {
        assert_eq!(Bedrag::van_getekend(0).dc, DebetCredit::Debet);
        assert_eq!(Bedrag::van_getekend(-7), Bedrag { cent: 7, dc: DebetCredit::Credit });
        assert_eq!(Bedrag::van_getekend(-7).getekend(), -7);
    }
}
