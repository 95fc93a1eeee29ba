//! Types that contain themselves.

use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Type, TypePath};

use crate::error::Errors;

/// Reports where the type of a field names the type that it is in. (The compiler reports circles through other types.)
pub fn check(ty: &Type, own: &Ident, errors: &mut Errors) {
    struct Find<'a> {
        own: &'a Ident,
        errors: &'a mut Errors,
    }
    impl VisitMut for Find<'_> {
        fn visit_type_path_mut(&mut self, path: &mut TypePath) {
            if path
                .path
                .get_ident()
                .is_some_and(|i| i == self.own || i == "Self")
                || is_generic(path, self.own)
            {
                self.errors.at(
                    &*path,
                    "PX132",
                    format_args!(
                        "`{}` cannot contain itself: its layout would have no end. Put all values in one list, and refer to others by their index",
                        self.own
                    ),
                );
            }
            visit_mut::visit_type_path_mut(self, path);
        }
    }
    // The visitor that reads needs another feature of syn; this one changes nothing.
    Find { own, errors }.visit_type_mut(&mut ty.clone());
}

/// The type itself, with arguments.
fn is_generic(path: &TypePath, own: &Ident) -> bool {
    let segments = &path.path.segments;
    segments.len() == 1
        && segments
            .iter()
            .any(|s| &s.ident == own && !s.arguments.is_none())
}
