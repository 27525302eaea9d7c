// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.secrets.OwnNames;
import dev.spurline.internal.secrets.SecretFields;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.secrets.SecretNames;
import dev.spurline.internal.secrets.SecretSources;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What of one sandbox nobody shall read, as far as its spec and the objects that it concerns tell. */
public final class SandboxSecrets {

    private final SecretFields fields;
    private final Supplier<SecretMask> search;
    private @Nullable SecretMask mask;
    private final Set<String> variables;

    private SandboxSecrets(
            SandboxSpec spec, List<JsonNode> trees, SecretNames secret, Settings settings, Collection<String> names) {
        this.fields = new SecretFields(secret);
        Set<String> values = new LinkedHashSet<>();
        trees.forEach(tree -> values.addAll(fields.in(tree)));
        Setting.ENVOY_SECRET.find(settings).ifPresent(values::add);
        Set<String> own = OwnNames.in(trees);
        own.addAll(names);
        own.add(spec.owner());
        this.search = () -> SecretMask.of(values, own, secret);
        this.variables = variables(trees).filter(secret::secret).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> variables(List<JsonNode> trees) {
        return trees.stream()
                .flatMap(tree -> tree.findValues("env").stream())
                .flatMap(env -> StreamSupport.stream(env.spliterator(), false))
                .map(variable -> variable.path("name").asText());
    }

    /**
     * Returns what is known before there is a plan.
     *
     * @param spec what is asked for
     * @param settings say which names are those of secrets
     */
    public static SandboxSecrets of(SandboxSpec spec, Settings settings) {
        return before(spec, settings, List.of());
    }

    /** Returns what is known while the plan is made, of what the sandbox copies. */
    static SandboxSecrets before(SandboxSpec spec, Settings settings, Collection<PodTemplateSpec> baselines) {
        List<JsonNode> trees = new ArrayList<>();
        spec.forks().forEach(fork -> trees.add(SpecTree.of(fork)));
        baselines.forEach(baseline -> trees.add(JsonTrees.tree(baseline)));
        return new SandboxSecrets(spec, trees, names(spec, settings, trees), settings, List.of());
    }

    /**
     * Returns what is known of a plan. What its spec asks for is in it.
     *
     * @param baselines what the sandbox copies
     * @param steps what it consists of
     * @param joined the sandboxes of others whose forks it reaches
     * @param own further names that texts about the sandbox tell
     */
    static SandboxSecrets of(
            SandboxSpec spec,
            Settings settings,
            Collection<PodTemplateSpec> baselines,
            Collection<PlanStep> steps,
            Collection<ForeignSandbox> joined,
            Collection<String> own) {
        List<JsonNode> trees = new ArrayList<>();
        baselines.forEach(baseline -> trees.add(JsonTrees.tree(baseline)));
        steps.forEach(step -> trees.add(JsonTrees.tree(step.object())));
        Set<String> variables = new LinkedHashSet<>();
        Set<String> told = new LinkedHashSet<>(own);
        joined.forEach(sandbox -> {
            sandbox.plan().steps().forEach(step -> trees.add(JsonTrees.tree(step.object())));
            variables.addAll(sandbox.recorded().secrets());
            told.add(sandbox.owner());
        });
        return new SandboxSecrets(spec, trees, names(spec, settings, trees).and(variables, List.of()), settings, told);
    }

    /**
     * Returns what is known of a sandbox that was joined: what is asked for is not all that it has.
     *
     * @param steps what it has
     * @param variables the names of variables that are secrets by what whoever opened it has said
     * @param own further names that texts about the sandbox tell
     */
    static SandboxSecrets joined(
            SandboxSpec spec,
            Settings settings,
            Collection<PlanStep> steps,
            Collection<String> variables,
            Collection<String> own) {
        List<JsonNode> trees = new ArrayList<>();
        spec.forks().forEach(fork -> trees.add(SpecTree.of(fork)));
        steps.forEach(step -> trees.add(JsonTrees.tree(step.object())));
        return new SandboxSecrets(spec, trees, names(spec, settings, trees).and(variables, List.of()), settings, own);
    }

    private static SecretNames names(SandboxSpec spec, Settings settings, List<JsonNode> trees) {
        SecretSources sources = SecretSources.in(trees);
        Set<String> variables = new LinkedHashSet<>(sources.names());
        spec.forks().forEach(fork -> variables.addAll(fork.secretEnv().keySet()));
        return SecretNames.with(words(settings))
                .and(variables, sources.prefixes())
                .without(PlanOptions.format(settings).names());
    }

    private static List<String> words(Settings settings) {
        return Setting.SECRET_NAMES.allGiven(settings).stream()
                .flatMap(given -> given.value().stream())
                .toList();
    }

    /** Returns what hides them in texts. */
    public synchronized SecretMask mask() {
        if (mask == null) {
            mask = search.get();
        }
        return mask;
    }

    /** Returns the names of variables that are secrets. */
    Set<String> variables() {
        return Collections.unmodifiableSet(variables);
    }

    /** Returns an object without them. */
    JsonNode masked(Object object) {
        return fields.masked(JsonTrees.tree(object), mask()::clean);
    }
}
