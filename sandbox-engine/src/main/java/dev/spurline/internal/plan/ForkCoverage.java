// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a sandbox that somebody else has opened is what a spec asks for. A spec asks for what it names: forks that it does
 * not name may be there, and a fork may differ from its baseline by more than the spec says.
 */
public final class ForkCoverage {

    private final RecordedSandbox sandbox;
    private final Collection<Deployment> deployments;
    private final Settings settings;
    private final String home;
    private final List<String> differences = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();

    private ForkCoverage(RecordedSandbox sandbox, Collection<Deployment> deployments, Settings settings, String home) {
        this.sandbox = sandbox;
        this.deployments = deployments;
        this.settings = settings;
        this.home = home;
    }

    /**
     * Compares.
     *
     * @param spec what is asked for
     * @param home the namespace of the sandbox
     * @param settings may say the images
     * @param sandbox what is there
     * @param deployments the Deployments of its forks
     */
    public static ForkCoverage of(
            SandboxSpec spec,
            String home,
            Settings settings,
            RecordedSandbox sandbox,
            Collection<Deployment> deployments) {
        ForkCoverage coverage = new ForkCoverage(sandbox, deployments, settings, home);
        spec.forks().forEach(coverage::compare);
        return coverage;
    }

    /** Returns a sentence for each thing that is asked for and not there; values of secrets may be in it. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    /** Returns a sentence for each thing of which it cannot be told. */
    public List<String> doubts() {
        return List.copyOf(doubts);
    }

    private void compare(ForkSpec asked) {
        if (asked.workload().runsOnRequest()) {
            differ(asked, "runs when a test asks for it, and only who opened the sandbox can do that");
            return;
        }
        String namespace = asked.namespace().orElse(home);
        Optional<RecordedSandbox.Fork> there = sandbox.forks().stream()
                .filter(fork -> fork.workload().equals(asked.workload().toString())
                        && fork.namespace().equals(namespace))
                .findFirst();
        Optional<Deployment> deployment = there.flatMap(this::deployment);
        if (deployment.isPresent()) {
            compare(asked, there.get(), deployment.get().getSpec().getTemplate());
        } else {
            differ(
                    asked,
                    "%sis not in it: it forks %s"
                            .formatted(
                                    namespace.equals(home) ? "" : "in namespace [%s] ".formatted(namespace), forks()));
        }
    }

    private Optional<Deployment> deployment(RecordedSandbox.Fork fork) {
        return deployments.stream()
                .filter(candidate -> candidate.getMetadata().getName().equals(fork.deployment())
                        && candidate.getMetadata().getNamespace().equals(fork.namespace()))
                .findFirst();
    }

    private List<String> forks() {
        return sandbox.forks().stream()
                .map(fork -> fork.namespace().equals(home)
                        ? fork.workload()
                        : "%s in namespace %s".formatted(fork.workload(), fork.namespace()))
                .toList();
    }

    private void compare(ForkSpec asked, RecordedSandbox.Fork there, PodTemplateSpec template) {
        asked.container()
                .filter(name -> !name.equals(there.container()))
                .ifPresent(name -> differ(asked, "container", name, there.container()));
        template.getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(there.container()))
                .findFirst()
                .ifPresent(container -> compare(asked, container));
        template.getSpec().getInitContainers().stream()
                .map(Container::getName)
                .filter(asked.skipInit()::contains)
                .forEach(
                        name -> differ(asked, "init container [%s] was to be left out, and it has it".formatted(name)));
        asked.patch().ifPresent(patch -> comparePatch(asked, patch, template));
    }

    private void compare(ForkSpec asked, Container container) {
        Setting.IMAGE
                .of(asked.workload().name())
                .find(settings)
                .or(asked::image)
                .filter(image -> !image.equals(container.getImage()))
                .ifPresent(image -> differ(asked, "image", image, container.getImage()));
        Map<String, String> variables = new TreeMap<>(asked.env());
        variables.putAll(asked.secretEnv());
        variables.forEach((name, value) -> compareValue(asked, name, value, variable(container, name)));
        new TreeSet<>(asked.unset()).forEach(name -> compareUnset(asked, name, container));
    }

    private void compareValue(ForkSpec asked, String name, String wanted, Optional<EnvVar> there) {
        if (there.isEmpty()) {
            differ(asked, "env %s: asked for [%s], it is not set".formatted(name, wanted));
        } else if (there.get().getValueFrom() != null) {
            differ(asked, "env %s: asked for [%s], it is set by a reference".formatted(name, wanted));
        } else {
            String now = Optional.ofNullable(there.get().getValue()).orElse("");
            if (!now.equals(wanted)) {
                differ(asked, "env " + name, wanted, now);
            }
        }
    }

    private void compareUnset(ForkSpec asked, String name, Container container) {
        List<String> sources = TemplateOverrides.sources(container);
        if (variable(container, name).isPresent()) {
            differ(asked, "env %s was to be unset, and it has it".formatted(name));
        } else if (!sources.isEmpty()) {
            doubts.add("fork [%s] has env [%s], which was to be unset, if [%s] has it"
                    .formatted(asked.workload(), name, String.join(", ", sources)));
        }
    }

    private static Optional<EnvVar> variable(Container container, String name) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst();
    }

    /** A patch that is in the template already changes nothing there; one that adds to lists each time cannot be compared. */
    private void comparePatch(ForkSpec asked, String patch, PodTemplateSpec template) {
        if (JsonTrees.parse(patch).isArray()) {
            differ(
                    asked,
                    "patch is a list of operations, of which it cannot be told whether they were applied: write it as the template that it makes");
            return;
        }
        PodTemplateSpec patched = new TemplatePatch(asked.workload(), patch).apply(template);
        if (!patched.equals(template)) {
            JsonNode changes = JsonDiff.asJson(JsonTrees.tree(template), JsonTrees.tree(patched));
            differ(asked, "patch is not in its template: it would change %s".formatted(paths(changes)));
        }
    }

    private static List<String> paths(JsonNode changes) {
        List<String> paths = new ArrayList<>();
        changes.forEach(change -> paths.add(change.path("path").asText()));
        return paths.stream().distinct().sorted().collect(Collectors.toList());
    }

    private void differ(ForkSpec asked, String what, String wanted, String there) {
        differ(asked, "%s: asked for [%s], it has [%s]".formatted(what, wanted, there));
    }

    private void differ(ForkSpec asked, String what) {
        differences.add("fork [%s] %s".formatted(asked.workload(), what));
    }
}
