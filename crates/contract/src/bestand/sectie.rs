//! Reading a table key by key: what is missing, of the wrong kind or unknown becomes a finding, and reading goes on.

use bericht::{Datum, Domein, Eenheid};
use rust_decimal::Decimal;

use super::boom::{Inhoud, Tabel, Waarde};
use super::verslag::{Gebrek, Verslag};

/// A table that is being read. [`Sectie::sluit`] reports the keys that nobody asked for.
#[derive(Debug)]
pub struct Sectie<'t> {
    tabel: &'t Tabel,
    naam: String,
    bekend: Vec<&'static str>,
}

impl<'t> Sectie<'t> {
    /// Starts reading; `naam` is for findings.
    pub fn van(tabel: &'t Tabel, naam: impl Into<String>) -> Self {
        Self { tabel, naam: naam.into(), bekend: Vec::new() }
    }

    /// Byte offset of the table.
    pub fn plaats(&self) -> usize {
        self.tabel.plaats
    }

    /// Name for findings.
    pub fn naam(&self) -> &str {
        &self.naam
    }

    /// The raw value of a key.
    pub fn waarde(&mut self, key: &'static str) -> Option<&'t Waarde> {
        if !self.bekend.contains(&key) {
            self.bekend.push(key);
        }
        self.tabel.veld(key)
    }

    /// Reports the keys that were not asked for.
    pub fn sluit(self, meld: &mut Verslag<'_>) {
        for (key, plaats, _) in &self.tabel.velden {
            if self.bekend.contains(&key.as_str()) {
                continue;
            }
            let nabij =
                self.bekend.iter().max_by(|a, b| strsim::jaro_winkler(key, a).total_cmp(&strsim::jaro_winkler(key, b)));
            let herstel = nabij.map_or_else(
                || "haal de sleutel weg".to_owned(),
                |nabij| format!("bedoeld is misschien {nabij}; anders: haal de sleutel weg"),
            );
            let tekst = format!("{} kent geen sleutel {}", self.naam, kort(key));
            meld.fout(Gebrek::OnbekendeSleutel, *plaats, tekst, herstel);
        }
    }

    fn soort(&self, key: &str, waarde: &Waarde, verwacht: &str, meld: &mut Verslag<'_>) {
        let tekst = format!("{key} van {} is {}, verwacht is {verwacht}", self.naam, waarde.inhoud.naam());
        meld.fout(Gebrek::Soort, waarde.plaats, tekst, format!("schrijf {key} als {verwacht}"));
    }

    /// Reports a key that must be there and is not.
    pub fn ontbreekt(&self, key: &str, meld: &mut Verslag<'_>) {
        let tekst = format!("{} heeft geen {key}", self.naam);
        meld.fout(Gebrek::Ontbreekt, self.tabel.plaats, tekst, format!("voeg {key} toe"));
    }

    /// Reports a value that cannot be.
    pub fn onmogelijk(&self, key: &str, plaats: usize, waarde: &str, mag: &str, meld: &mut Verslag<'_>) {
        let tekst = format!("{key} van {} kan niet {} zijn", self.naam, kort(waarde));
        meld.fout(Gebrek::Waarde, plaats, tekst, format!("mogelijk is: {mag}"));
    }

    /// A text.
    pub fn tekst(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<String> {
        let waarde = self.waarde(key)?;
        if let Inhoud::Tekst(tekst) = &waarde.inhoud {
            return Some(tekst.clone());
        }
        self.soort(key, waarde, "een tekst tussen aanhalingstekens", meld);
        None
    }

    /// A text that must be there.
    pub fn verplichte_tekst(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<String> {
        if self.waarde(key).is_none() {
            self.ontbreekt(key, meld);
        }
        self.tekst(key, meld)
    }

    /// One of a fixed set of texts.
    pub fn keuze<T: Copy>(
        &mut self,
        key: &'static str,
        mogelijk: &[(&'static str, T)],
        meld: &mut Verslag<'_>,
    ) -> Option<T> {
        let plaats = self.waarde(key)?.plaats;
        let tekst = self.tekst(key, meld)?;
        if let Some((_, waarde)) = mogelijk.iter().find(|(naam, _)| *naam == tekst) {
            return Some(*waarde);
        }
        let namen: Vec<&str> = mogelijk.iter().map(|(naam, _)| *naam).collect();
        self.onmogelijk(key, plaats, &tekst, &namen.join(", "), meld);
        None
    }

    /// True or false.
    pub fn waar(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<bool> {
        let waarde = self.waarde(key)?;
        if let Inhoud::Waar(waar) = waarde.inhoud {
            return Some(waar);
        }
        self.soort(key, waarde, "true of false", meld);
        None
    }

    /// A whole number from `laagste` to `hoogste`.
    pub fn geheel(&mut self, key: &'static str, (laagste, hoogste): (i64, i64), meld: &mut Verslag<'_>) -> Option<i64> {
        let waarde = self.waarde(key)?;
        let Inhoud::Geheel(getal) = waarde.inhoud else {
            self.soort(key, waarde, "een geheel getal", meld);
            return None;
        };
        let goed = getal.filter(|g| (laagste..=hoogste).contains(g));
        if goed.is_none() {
            let gelezen = getal.map_or_else(|| "zo groot".to_owned(), |g| g.to_string());
            self.onmogelijk(key, waarde.plaats, &gelezen, &format!("{laagste} tot en met {hoogste}"), meld);
        }
        goed
    }

    /// A date.
    pub fn dag(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<Datum> {
        let waarde = self.waarde(key)?;
        if let Inhoud::Dag(dag) = waarde.inhoud {
            return Some(dag);
        }
        self.soort(key, waarde, "een datum (jjjj-mm-dd, zonder aanhalingstekens)", meld);
        None
    }

    /// A decimal of at most `decimalen` places; written as text. A bare number is read too, with a warning.
    pub fn getal(&mut self, key: &'static str, decimalen: u32, meld: &mut Verslag<'_>) -> Option<Decimal> {
        let waarde = self.waarde(key)?;
        let geschreven = match &waarde.inhoud {
            Inhoud::Tekst(tekst) | Inhoud::Getal(tekst) => tekst.clone(),
            Inhoud::Geheel(Some(getal)) => getal.to_string(),
            _ => {
                self.soort(key, waarde, "een getal tussen aanhalingstekens, zoals \"28.20\"", meld);
                return None;
            }
        };
        if !matches!(waarde.inhoud, Inhoud::Tekst(_)) {
            let tekst = format!("{key} van {} is een kaal getal", self.naam);
            let herstel = format!("schrijf {key} = \"{}\"", kort(&geschreven));
            meld.waarschuwing(Gebrek::BedragAlsGetal, waarde.plaats, tekst, herstel);
        }
        let gelezen = geschreven.parse::<Decimal>().ok().map(|d| d.normalize());
        let goed = gelezen.filter(|d| d.scale() <= decimalen && !d.is_sign_negative() && *d <= Decimal::from(MEEST));
        if goed.is_none() {
            let mag = format!("0 tot en met {MEEST}, met een punt en hoogstens {decimalen} decimalen");
            self.onmogelijk(key, waarde.plaats, &geschreven, &mag, meld);
        }
        goed
    }

    /// A list; one value stands for a list of one.
    pub fn lijst(&mut self, key: &'static str) -> &'t [Waarde] {
        match self.waarde(key) {
            Some(Waarde { inhoud: Inhoud::Lijst(lijst), .. }) => lijst,
            Some(waarde) => std::slice::from_ref(waarde),
            None => &[],
        }
    }

    /// A list of texts.
    pub fn teksten(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Vec<(String, usize)> {
        let mut teksten = Vec::new();
        for waarde in self.lijst(key) {
            match &waarde.inhoud {
                Inhoud::Tekst(tekst) => teksten.push((tekst.clone(), waarde.plaats)),
                _ => self.soort(key, waarde, "een lijst van teksten", meld),
            }
        }
        teksten
    }

    /// Tables in a list, or one table.
    pub fn tabellen(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Vec<&'t Tabel> {
        let mut tabellen = Vec::new();
        for waarde in self.lijst(key) {
            match &waarde.inhoud {
                Inhoud::Tabel(tabel) => tabellen.push(tabel),
                _ => self.soort(key, waarde, "een tabel of een lijst van tabellen", meld),
            }
        }
        tabellen
    }

    /// One table.
    pub fn tabel(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<&'t Tabel> {
        let waarde = self.waarde(key)?;
        if let Inhoud::Tabel(tabel) = &waarde.inhoud {
            return Some(tabel);
        }
        self.soort(key, waarde, "een tabel", meld);
        None
    }

    /// A wettelijk domein: `wmo` or `jw`.
    pub fn wet(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<Domein> {
        if self.waarde(key).is_none() {
            self.ontbreekt(key, meld);
        }
        self.keuze(key, &WETTEN, meld)
    }

    /// A unit by code or by name.
    pub fn eenheid(&mut self, key: &'static str, meld: &mut Verslag<'_>) -> Option<Eenheid> {
        let plaats = self.waarde(key)?.plaats;
        let tekst = self.tekst(key, meld)?;
        let gelezen = eenheid(&tekst);
        if gelezen.is_none() {
            self.onmogelijk(key, plaats, &tekst, EENHEDEN, meld);
        }
        gelezen
    }
}

/// Largest amount or number in a contract; a total of a 323 has at most nine whole digits too.
const MEEST: i64 = 999_999_999;

/// Spellings of the two wettelijke domeinen.
pub const WETTEN: [(&str, Domein); 4] =
    [("wmo", Domein::Iwmo), ("jw", Domein::Ijw), ("iwmo", Domein::Iwmo), ("ijw", Domein::Ijw)];

/// Units as a finding lists them.
const EENHEDEN: &str = "01 of minuut, 04 of uur, 14 of etmaal, 16 of dagdeel, 82 of stuks, 83 of euro, 84";

/// A unit by code or by name.
pub fn eenheid(tekst: &str) -> Option<Eenheid> {
    match tekst {
        "minuut" => Some(Eenheid::Minuut),
        "uur" => Some(Eenheid::Uur),
        "etmaal" => Some(Eenheid::Etmaal),
        "dagdeel" => Some(Eenheid::Dagdeel),
        "stuk" | "stuks" => Some(Eenheid::StuksOutput),
        "euro" => Some(Eenheid::Euro),
        code => Eenheid::parse(code),
    }
}

/// What somebody wrote, short enough for one line and without characters that disturb a terminal.
pub fn kort(tekst: &str) -> String {
    let mut kort: String = tekst.chars().filter(|c| !c.is_control()).take(40).collect();
    if kort.len() < tekst.len() {
        kort.push('…');
    }
    format!("\"{kort}\"")
}
