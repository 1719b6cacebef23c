//! Who may do what: roles, the keys and tokens that callers show, and what each endpoint asks for.

pub use key::Secret;
pub use role::{Role, UnknownRole};
pub use tokens::TokensError;

pub(crate) use authenticate::{authenticate, identify};
pub(crate) use gate::Gate;
pub(crate) use identity::Identity;
pub(crate) use key::PREFIX;
pub(crate) use keys::Keys;
pub(crate) use tokens::Tokens;

pub(crate) mod needs;

mod authenticate;
mod gate;
mod identity;
mod key;
mod keys;
mod role;
mod tokens;
