//! Who answers families.

use serde::Deserialize;

/// The people who answer families. Empty fields are shown nowhere.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Telephone number as written.
    #[serde(default)]
    pub phone: String,
    /// Mail address.
    #[serde(default)]
    pub email: String,
    /// When somebody answers.
    #[serde(default)]
    pub hours: String,
    /// Postal address.
    #[serde(default)]
    pub address: String,
    /// How soon they answer what somebody writes: "within 5 working days".
    #[serde(default)]
    pub reply: String,
}
