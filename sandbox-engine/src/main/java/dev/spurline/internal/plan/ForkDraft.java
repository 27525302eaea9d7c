// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A fork in the making: a copy of the baseline's template, and a sentence for each difference. Not shared by threads. */
final class ForkDraft {

    private final ForkSpec spec;
    private final BaselineWorkload baseline;
    private final SandboxNames names;
    private final String name;
    private final List<String> changes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private PodTemplateSpec template;
    private String container = "";

    /**
     * Starts with a copy of the baseline.
     *
     * @param taken the names of the sandbox's other forks in that namespace
     */
    ForkDraft(ForkSpec spec, BaselineWorkload baseline, SandboxNames names, Set<String> taken) {
        this.spec = spec;
        this.baseline = baseline;
        this.names = names;
        String plain = name(baseline.workload().name());
        // A Deployment may have a StatefulSet as namesake.
        this.name = taken.contains(plain)
                ? name(baseline.workload().name() + "-"
                        + baseline.object().getKind().toLowerCase(Locale.ROOT))
                : plain;
        this.template = baseline.copy();
    }

    private String name(String base) {
        return baseline.job().isPresent() ? names.ofJob(base, "") : names.of(base);
    }

    ForkSpec spec() {
        return spec;
    }

    BaselineWorkload baseline() {
        return baseline;
    }

    RoutingKey key() {
        return names.key();
    }

    /** Returns the names of the sandbox's objects. */
    SandboxNames names() {
        return names;
    }

    /** Returns the name of the fork's Deployment. */
    String name() {
        return name;
    }

    /** Returns the labels that select this fork's pod and no other. */
    Map<String, String> podSelector() {
        return SpurlineLabels.ordered(Map.of(SpurlineLabels.SANDBOX, key().value(), SpurlineLabels.FORK, name));
    }

    PodTemplateSpec template() {
        return template;
    }

    void replaceTemplate(PodTemplateSpec patched) {
        template = patched;
    }

    PodSpec pod() {
        return template.getSpec();
    }

    Map<String, String> labels() {
        return Optional.ofNullable(template.getMetadata().getLabels()).orElse(Map.of());
    }

    Map<String, String> annotations() {
        return new LinkedHashMap<>(
                Optional.ofNullable(template.getMetadata().getAnnotations()).orElse(Map.of()));
    }

    void useContainer(String chosen) {
        container = chosen;
    }

    /** Returns the container that image and env concern. */
    Container container() {
        return pod().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(container))
                .findFirst()
                .orElseThrow();
    }

    /** Sets a variable of that container, whatever it was. */
    void setVariable(String variable, String value) {
        List<EnvVar> env = new ArrayList<>(container().getEnv());
        env.removeIf(present -> present.getName().equals(variable));
        env.add(TemplateOverrides.plain(variable, value));
        container().setEnv(env);
    }

    void noteChange(String sentence) {
        changes.add(sentence);
    }

    void warn(String sentence) {
        warnings.add("Fork [%s]: %s".formatted(spec.workload().name(), sentence));
    }

    List<String> changes() {
        return changes;
    }

    List<String> warnings() {
        return warnings;
    }
}
