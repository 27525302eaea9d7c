// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.ForkSpec;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Sandbox;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns an annotation into a definition, and refuses what cannot be meant. */
final class AnnotationReader {

    private final String place;

    AnnotationReader(String place) {
        this.place = place;
    }

    SandboxDefinition read(Sandbox sandbox) {
        List<ForkSpec> forks = Arrays.stream(sandbox.fork()).map(this::fork).toList();
        return new SandboxDefinition(
                place,
                given(sandbox.namespace()),
                forks,
                Arrays.stream(sandbox.join())
                        .map(join -> String.join(",", join.label()))
                        .toList(),
                sandbox.scope(),
                sandbox.evidence(),
                given(sandbox.timeout()),
                blueprint(sandbox.blueprint()));
    }

    private ForkSpec fork(Fork fork) {
        ForkSpec.Builder spec = start(fork).volumes(fork.volumes());
        given(fork.namespace()).ifPresent(spec::namespace);
        given(fork.container()).ifPresent(spec::container);
        given(fork.image()).ifPresent(spec::image);
        given(fork.patch()).ifPresent(spec::patch);
        Set<String> names = new HashSet<>();
        variables(fork, "an env", fork.env(), names).forEach(spec::env);
        variables(fork, "a secretEnv", fork.secretEnv(), names).forEach(spec::secretEnv);
        for (String name : fork.unset()) {
            refuseTwice(fork, name, names);
            spec.unset(name);
        }
        Arrays.asList(fork.skipInit()).forEach(spec::skipInit);
        return spec.build();
    }

    private ForkSpec.Builder start(Fork fork) {
        try {
            return ForkSpec.of(fork.value());
        } catch (IllegalArgumentException e) {
            throw new WrongUseException("%s: %s".formatted(place, FailureText.of(e)), e);
        }
    }

    private Map<String, String> variables(Fork fork, String what, String[] entries, Set<String> names) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                // Only the name's place is told: what stands there may be a secret.
                throw new WrongUseException(
                        "%s: @Fork(\"%s\") has %s entry that is not [NAME=value]".formatted(place, fork.value(), what));
            }
            String name = entry.substring(0, equals);
            refuseTwice(fork, name, names);
            variables.put(name, entry.substring(equals + 1));
        }
        return variables;
    }

    private void refuseTwice(Fork fork, String name, Set<String> names) {
        if (name.isBlank()) {
            throw new WrongUseException(
                    "%s: @Fork(\"%s\") unsets a variable without a name".formatted(place, fork.value()));
        }
        if (!names.add(name)) {
            throw new WrongUseException(
                    "%s: @Fork(\"%s\") names variable [%s] twice in env, secretEnv and unset: keep one of them"
                            .formatted(place, fork.value(), name));
        }
    }

    private static Optional<Class<? extends Blueprint>> blueprint(Class<? extends Blueprint> type) {
        return type == Blueprint.class ? Optional.empty() : Optional.of(type);
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
