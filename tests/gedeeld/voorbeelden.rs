//! The examples in the help of a program, as someone pastes them: they must fit a terminal unbroken, and be right.

use clap::{Command, Parser};

/// The help is wrapped where the terminal ends, and a wrapped line is another command.
const BREEDTE: usize = 80;

/// Examines the examples of a program and of all its commands.
#[track_caller]
pub fn keur<C: Parser>() {
    let mut te_doen = vec![(String::new(), C::command())];
    while let Some((boven, command)) = te_doen.pop() {
        let naam = format!("{boven} {}", command.get_name());
        te_doen.extend(command.get_subcommands().map(|onder| (naam.clone(), onder.clone())));
        let gevonden = voorbeelden(&naam, &command);
        assert!(!gevonden.is_empty(), "{naam} has no example");
        for voorbeeld in gevonden {
            let opdracht = voorbeeld.split(" > ").next().unwrap_or_default();
            let woorden = shlex::split(opdracht).unwrap_or_else(|| panic!("{naam}: quotes in {voorbeeld}"));
            C::try_parse_from(woorden).unwrap_or_else(|fout| panic!("{naam}: {voorbeeld}\n{fout}"));
        }
    }
}

/// Each example as one line, a `\` at the end followed as a shell does it.
#[track_caller]
fn voorbeelden(naam: &str, command: &Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let kop = |regel: &&str| matches!(*regel, "Example:" | "Examples:");
    let mut gevonden: Vec<String> = Vec::new();
    let mut loopt_door = false;
    for regel in help.lines().skip_while(|regel| !kop(regel)).skip(1).take_while(|regel| !regel.is_empty()) {
        assert!(regel.chars().count() <= BREEDTE, "{naam}: {} wide: {regel}", regel.chars().count());
        let deel = regel.trim_end_matches('\\').trim();
        match gevonden.last_mut() {
            Some(laatste) if loopt_door => laatste.extend([" ", deel]),
            _ => {
                assert!(regel.starts_with("  ketenpoort"), "{naam}: no command: {regel}");
                gevonden.push(deel.to_owned());
            }
        }
        loopt_door = regel.ends_with('\\');
    }
    assert!(!loopt_door, "{naam}: the last example ends in the middle");
    gevonden
}
