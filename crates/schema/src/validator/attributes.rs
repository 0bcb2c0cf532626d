//! Attributes: namespace declarations bind, `xsi:` attributes are judged, anything else is a finding.

use super::token::Window;
use super::{Fatal, Run, Sink, fatal};
use crate::model::{Message, Release, TypeId};
use crate::namespaces::XSI;
use crate::tag::Attributes;
use crate::wellformed;

impl<'s, S: Sink> Run<'s, '_, S> {
    /// Reads all attributes: binds namespaces, demands well-formedness, returns what the schema must judge.
    pub(super) fn attributes<'w>(&mut self, offset: usize, raw: &'w str) -> Result<Vec<(&'w str, String)>, Fatal> {
        let mut others: Vec<(&'w str, String)> = Vec::new();
        let mut seen: Vec<&'w str> = Vec::new();
        for attribute in Attributes::new(raw) {
            let Ok(attribute) = attribute else { return fatal(offset, "een attribuut is niet goed gevormd") };
            let Some(value) = wellformed::attribute_value(attribute.raw) else {
                return fatal(offset, "de waarde van een attribuut is niet goed gevormd");
            };
            if seen.contains(&attribute.name) {
                return fatal(offset, "een attribuut staat er twee keer");
            }
            if seen.len() >= self.limits.attributes {
                return fatal(offset, &format!("een element heeft meer dan {} attributen", self.limits.attributes));
            }
            seen.push(attribute.name);
            let binding = match attribute.name.split_once(':') {
                None if attribute.name == "xmlns" => Some(""),
                Some(("xmlns", prefix)) if wellformed::is_ncname(prefix) => Some(prefix),
                _ => None,
            };
            match binding {
                Some(prefix) if !self.namespaces.bind(prefix, value.clone()) => {
                    return fatal(offset, "een namespace is verkeerd gedeclareerd");
                }
                Some(_) => {}
                None => others.push((attribute.name, value)),
            }
        }
        if self.namespaces.mark() > self.limits.bindings {
            return fatal(offset, &format!("er gelden meer dan {} namespaces tegelijk", self.limits.bindings));
        }
        self.unique_expanded(offset, &others)?;
        Ok(others)
    }

    /// Two prefixes for one namespace must not smuggle in the same attribute twice.
    fn unique_expanded(&self, offset: usize, attributes: &[(&str, String)]) -> Result<(), Fatal> {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (qname, _) in attributes {
            let Some((prefix, local)) = wellformed::split_qname(qname) else {
                return fatal(offset, "de naam van een attribuut is niet goed gevormd");
            };
            if prefix.is_empty() {
                continue;
            }
            let Some(namespace) = self.namespaces.resolve(prefix) else {
                return fatal(offset, "een attribuut heeft een niet gedeclareerde prefix");
            };
            if seen.contains(&(namespace, local)) {
                return fatal(offset, "een attribuut staat er twee keer");
            }
            seen.push((namespace, local));
        }
        Ok(())
    }

    /// Judges what is no namespace declaration: the schemas know no attributes, so only `xsi:` may be used.
    pub(super) fn schema_attributes(&mut self, w: &Window<'_>, offset: usize, attributes: &[(&str, String)]) {
        for (qname, value) in attributes {
            let (prefix, local) = wellformed::split_qname(qname).unwrap_or_default();
            let xsi = !prefix.is_empty() && self.namespaces.resolve(prefix) == Some(XSI);
            match local {
                "schemaLocation" | "noNamespaceSchemaLocation" if xsi => {}
                "type" if xsi => {
                    if !self.fits_declared_type(value) {
                        self.add(w, offset, |_| "xsi:type noemt niet het type dat hier hoort; laat het weg".to_owned());
                    }
                }
                "nil" if xsi => self.add(w, offset, |_| "xsi:nil is hier niet toegestaan; laat het weg".to_owned()),
                _ => self.add(w, offset, |_| "een attribuut hoort hier niet; verwijder het".to_owned()),
            }
        }
    }

    /// `xsi:type` may repeat the declared type or name one derived from it.
    fn fits_declared_type(&self, value: &str) -> bool {
        (|| {
            let (release, message) = self.message?;
            let (prefix, local) = wellformed::split_qname(value.trim_matches(' '))?;
            let namespace = self.namespaces.resolve(prefix)?;
            let named = *release.named.get(&(namespace.into(), local.into()))?;
            Some(release.derives_from(named, self.declared_type(release, message)?))
        })()
        .unwrap_or(false)
    }

    fn declared_type(&self, release: &'s Release, message: &Message) -> Option<TypeId> {
        let mut ty = message.root.ty;
        for frame in self.stack.get(1..)? {
            let name = frame.name?;
            ty = release.complex(ty)?.particles.iter().find(|p| p.name == name)?.ty;
        }
        Some(ty)
    }
}
