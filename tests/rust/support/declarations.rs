//! Parts of declaration files.

/// The body of an interface in a declaration file.
pub fn interface<'a>(file: &'a str, name: &str) -> &'a str {
    let (_, rest) = file
        .split_once(&format!("export interface {name} {{"))
        .expect(name);
    rest.split_once("\n}").expect("the end of the interface").0
}
