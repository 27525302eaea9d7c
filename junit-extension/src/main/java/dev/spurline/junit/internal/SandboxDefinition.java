// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.junit.Evidence;
import dev.spurline.junit.Scope;
import dev.spurline.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What annotation and builder both come down to. Texts still hold their placeholders.
 *
 * @param place where it was written, for messages
 * @param namespace the namespace of the baseline
 * @param forks the forks
 * @param joins the labels of sandboxes of others whose forks are reached, too, each entry as settings have them
 * @param scope how long the sandbox lives
 * @param evidence what happens when no request reached a fork
 * @param timeout how long opening may take
 * @param blueprint describes an embedded cluster
 */
public record SandboxDefinition(
        String place,
        Optional<String> namespace,
        List<ForkSpec> forks,
        List<String> joins,
        Scope scope,
        Evidence evidence,
        Optional<String> timeout,
        Optional<Class<? extends Blueprint>> blueprint) {

    /** Copies the list. */
    public SandboxDefinition {
        forks = List.copyOf(forks);
        joins = List.copyOf(joins);
    }

    SandboxDefinition at(String where) {
        return new SandboxDefinition(where, namespace, forks, joins, scope, evidence, timeout, blueprint);
    }

    /** Returns the spec for the engine, with all placeholders replaced. */
    SandboxSpec toSpec(Settings settings, String owner) {
        List<Map<String, String>> joined = joined(settings);
        if (forks.isEmpty() && joined.isEmpty()) {
            throw new WrongUseException(
                    "%s names no fork: add one, such as fork = @Fork(\"pricing\")".formatted(place));
        }
        SandboxSpec.Builder spec = SandboxSpec.builder().owner(owner);
        namespace.ifPresent(text -> spec.namespace(settings.resolve(text, place)));
        forks.forEach(fork -> spec.fork(resolved(fork, settings)));
        joined.forEach(spec::join);
        timeout.ifPresent(text -> spec.timeout(duration(settings.resolve(text, place))));
        try {
            return spec.build();
        } catch (IllegalArgumentException e) {
            throw new WrongUseException("%s: %s".formatted(place, e.getMessage()), e);
        }
    }

    private List<Map<String, String>> joined(Settings settings) {
        return Setting.JOIN_LABELS
                .find(settings)
                .map(List::of)
                .orElseGet(() -> joins.stream()
                        .map(text -> labels(settings.resolve(text, place)))
                        .toList());
    }

    private Map<String, String> labels(String text) {
        try {
            return Setting.JOIN_LABELS.type().read(text);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(
                    "label of @Join in %s is [%s], which %s".formatted(place, text, e.getMessage()), e);
        }
    }

    private Duration duration(String text) {
        try {
            return Setting.TIMEOUT.type().read(text);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException("timeout of %s is [%s], which %s".formatted(place, text, e.getMessage()), e);
        }
    }

    private ForkSpec resolved(ForkSpec fork, Settings settings) {
        String where = "@Fork(\"%s\") in %s".formatted(fork.workload().name(), place);
        ForkSpec.Builder builder = ForkSpec.of(fork.workload().toString()).volumes(fork.volumes());
        fork.namespace().ifPresent(text -> builder.namespace(settings.resolve(text, where)));
        fork.container().ifPresent(text -> builder.container(settings.resolve(text, where)));
        fork.image().ifPresent(text -> builder.image(settings.resolve(text, where)));
        fork.env().forEach((name, text) -> builder.env(name, settings.resolve(text, where)));
        fork.secretEnv().forEach((name, text) -> builder.secretEnv(name, settings.resolve(text, where)));
        fork.unset().forEach(builder::unset);
        fork.skipInit().forEach(name -> builder.skipInit(settings.resolve(name, where)));
        fork.patch().ifPresent(text -> builder.patch(PatchText.read(text, where, settings)));
        return builder.build();
    }
}
