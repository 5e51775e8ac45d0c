//! Whatever is paged takes any size (SPEC 8): one too large is the largest, one below zero is the
//! caller's mistake.
use commands::authorisation::{Action, Grant, grant};
use domain::principal::Role;
use prost_types::FieldDescriptorProto;
use tests::app::TestApp;
use tests::cast::stranger;
use tests::schema::{Filling, Schema};
use tests::wire::{Why, call};
use tonic::Code;

use super::{Sample, Things};

/// A sample with a page size of one's choice, as a varint says it.
struct OfSize<'a> {
    sample: Sample<'a>,
    size: i32,
}

impl Filling for OfSize<'_> {
    fn times(&mut self, field: &FieldDescriptorProto) -> usize {
        self.sample.times(field)
    }

    fn text(&mut self, message: &str, field: &FieldDescriptorProto) -> Option<String> {
        self.sample.text(message, field)
    }

    fn number(&mut self, field: &FieldDescriptorProto) -> u64 {
        if field.name() == "page_size" {
            return i64::from(self.size).cast_unsigned();
        }
        self.sample.number(field)
    }

    fn fraction(&mut self, field: &FieldDescriptorProto) -> f64 {
        self.sample.fraction(field)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_takes_any_size_and_none_below_zero() {
    let app = TestApp::start_without_limits().await;
    let schema = Schema::of_the_wire();
    let things = Things {
        territory: "departments/01".into(),
        ..Things::nowhere()
    };
    let is_paged = |name: &str| {
        let fields = &schema.message(name).field;
        fields.iter().any(|field| field.name() == "page_size")
    };
    let mut paged = 0;
    for method in schema.methods.iter().filter(|m| is_paged(&m.request)) {
        paged += 1;
        let action = Action::ALL.iter().find(|a| a.name() == method.name);
        let may = |role: &&Role| grant(**role, *action.unwrap()) != Grant::Refused;
        let mut refused = 0;
        for role in Role::ALL.iter().filter(may) {
            let token = app.token(stranger(*role));
            for size in [i32::MIN, -1, 0, 1, 201, i32::MAX] {
                let sample = Sample {
                    method: &method.name,
                    things: &things,
                };
                let message = schema.filled(&method.request, &mut OfSize { sample, size });
                let answer = call(app.channel(), &method.path, Some(&token), message).await;
                let at = format!("{} by {role:?}, {size}", method.name);
                let Err(status) = answer else {
                    assert!(size >= 0, "{at}");
                    continue;
                };
                let why = Why::of(&status);
                let of_size = why.code == Code::InvalidArgument && why.field == "page_size";
                assert!(size < 0 || !of_size, "{at}: {why:?}");
                let known = [
                    Code::InvalidArgument,
                    Code::NotFound,
                    Code::FailedPrecondition,
                ];
                assert!(known.contains(&why.code), "{at}: {why:?}");
                refused += usize::from(of_size);
            }
        }
        assert!(refused >= 2, "{}: {refused}", method.name);
    }
    assert!(paged > 30, "{paged}");
}
