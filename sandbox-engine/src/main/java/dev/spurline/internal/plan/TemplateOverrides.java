// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Applies what the fork's description asks for: patch, image, env, unset. */
final class TemplateOverrides {

    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private final ForkDraft draft;
    private final Settings settings;
    private final List<String> unchanged = new ArrayList<>();

    TemplateOverrides(ForkDraft draft, Settings settings) {
        this.draft = draft;
        this.settings = settings;
    }

    void apply() {
        ForkSpec spec = draft.spec();
        spec.patch().ifPresent(this::patch);
        spec.skipInit().forEach(this::skipInit);
        draft.useContainer(chooseContainer());
        replaceImage();
        Map<String, String> variables = new TreeMap<>(spec.env());
        variables.putAll(spec.secretEnv());
        variables.forEach(this::set);
        new TreeSet<>(spec.unset()).forEach(this::unset);
        refuseUnchanged();
    }

    private void patch(String patch) {
        TemplatePatch change = new TemplatePatch(draft.spec().workload(), patch);
        PodTemplateSpec patched = change.apply(draft.template());
        change.duplicates().forEach(draft::warn);
        if (patched.equals(draft.template())) {
            unchanged.add("patch");
        } else {
            draft.replaceTemplate(patched);
            draft.noteChange("template patched, because the fork asks for it");
        }
    }

    private void skipInit(String name) {
        List<String> names =
                draft.pod().getInitContainers().stream().map(Container::getName).toList();
        if (!names.contains(name)) {
            String hint = NearestName.to(name, names)
                    .map("did you mean [%s]?"::formatted)
                    .orElse(
                            names.isEmpty()
                                    ? "it has none at all, so leave skipInit out"
                                    : "it has [%s]".formatted(String.join(", ", names)));
            throw new PreflightException("Fork [%s] cannot skip [%s]: its template has no such init container: %s"
                    .formatted(draft.spec().workload().name(), name, hint));
        }
        draft.pod()
                .getInitContainers()
                .removeIf(container -> container.getName().equals(name));
        draft.noteChange("init container %s left out, because the fork asks for it".formatted(name));
    }

    private void refuseUnchanged() {
        boolean same = !plainlyChanged()
                && new PodTemplateSpecBuilder(draft.template())
                        .build()
                        .equals(draft.baseline().copy());
        String name = draft.spec().workload().name();
        if (same && !unchanged.isEmpty()) {
            throw new PreflightException("Fork [%s] changes nothing: the baseline has the same [%s] already"
                    .formatted(name, String.join(", ", unchanged)));
        }
        if (same) {
            throw new PreflightException("Fork [%s] changes nothing: set image, env or patch, or -Dspurline.image.%s=…"
                    .formatted(name, name));
        }
        if (!unchanged.isEmpty()) {
            draft.warn("[%s] is set to what the baseline has already".formatted(String.join(", ", unchanged)));
        }
    }

    /** Most forks differ by image or env, and whole templates take long to compare. */
    private boolean plainlyChanged() {
        Container now = draft.container();
        return Stream.ofNullable(draft.baseline().template().getSpec())
                .flatMap(spec -> spec.getContainers().stream())
                .filter(before -> before.getName().equals(now.getName()))
                .anyMatch(before -> !Objects.equals(before.getImage(), now.getImage())
                        || !Objects.equals(before.getEnv(), now.getEnv()));
    }

    private String chooseContainer() {
        List<String> names =
                draft.pod().getContainers().stream().map(Container::getName).toList();
        Optional<String> named = draft.spec()
                .container()
                .or(() -> Optional.ofNullable(draft.annotations().get(DEFAULT_CONTAINER)));
        if (named.isPresent()) {
            return named.filter(names::contains).orElseThrow(() -> unknownContainer(named.get(), names));
        }
        List<String> own = names.stream()
                .filter(name -> !ProxyContainers.NAMES.contains(name))
                .toList();
        if (own.size() > 1 && concernsContainer()) {
            throw new PreflightException(
                    "Workload [%s] has containers [%s]: say with container which one image and env concern"
                            .formatted(draft.spec().workload(), String.join(", ", own)));
        }
        return own.stream().findFirst().orElseThrow(() -> unknownContainer("", names));
    }

    private boolean concernsContainer() {
        ForkSpec spec = draft.spec();
        return override().isPresent()
                || !spec.env().isEmpty()
                || !spec.secretEnv().isEmpty()
                || !spec.unset().isEmpty();
    }

    private PreflightException unknownContainer(String asked, List<String> names) {
        return new PreflightException("Workload [%s] has no container [%s]: it has [%s]"
                .formatted(draft.spec().workload(), asked, String.join(", ", names)));
    }

    private Optional<GivenValue<String>> override() {
        return Setting.IMAGE
                .of(draft.spec().workload().name())
                .given(settings)
                .or(() -> draft.spec().image().map(image -> new GivenValue<>(image, image, "the fork")));
    }

    private void replaceImage() {
        override().ifPresent(image -> {
            Container container = draft.container();
            String before = container.getImage();
            container.setImage(image.value());
            if (image.value().equals(before)) {
                unchanged.add("image " + before);
            } else {
                draft.noteChange("image of container %s: %s → %s, because %s asks for it"
                        .formatted(container.getName(), before, image.value(), image.source()));
                setPullPolicy(container, image.value());
            }
        });
    }

    /** A tag may have been pushed again since a node pulled it; a digest cannot. */
    private void setPullPolicy(Container container, String image) {
        if (!image.contains("@sha256:")) {
            container.setImagePullPolicy("Always");
            draft.noteChange(
                    "imagePullPolicy of container %s: Always, because image %s has no digest and may have been pushed again"
                            .formatted(container.getName(), image));
        }
    }

    private void set(String name, String value) {
        Container container = draft.container();
        List<EnvVar> env = new ArrayList<>();
        boolean there = false;
        for (EnvVar variable : container.getEnv()) {
            if (!variable.getName().equals(name)) {
                env.add(variable);
            } else if (!there) {
                env.add(plain(name, value));
                there = true;
            }
        }
        if (!there) {
            env.add(plain(name, value));
        }
        boolean same = env.equals(container.getEnv());
        container.setEnv(env);
        if (same) {
            unchanged.add("env " + name);
        } else {
            draft.noteChange("env %s of container %s %s, because the fork asks for it"
                    .formatted(name, container.getName(), there ? "replaced" : "added"));
        }
    }

    static EnvVar plain(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private void unset(String name) {
        Container container = draft.container();
        List<EnvVar> rest = container.getEnv().stream()
                .filter(variable -> !variable.getName().equals(name))
                .toList();
        if (rest.size() == container.getEnv().size()) {
            throw cannotUnset(name, container);
        }
        container.setEnv(new ArrayList<>(rest));
        draft.noteChange(
                "env %s of container %s removed, because the fork asks for it".formatted(name, container.getName()));
        if (!container.getEnvFrom().isEmpty()) {
            draft.warn("env [%s] is unset, but comes back if [%s] has it too"
                    .formatted(name, String.join(", ", sources(container))));
        }
    }

    private PreflightException cannotUnset(String name, Container container) {
        List<String> sources = sources(container);
        if (!sources.isEmpty()) {
            return new PreflightException(
                    "Fork [%s] cannot unset [%s]: container [%s] takes its variables from [%s], of which none can be left out. Set it to another value with env"
                            .formatted(
                                    draft.spec().workload().name(),
                                    name,
                                    container.getName(),
                                    String.join(", ", sources)));
        }
        List<String> names = container.getEnv().stream().map(EnvVar::getName).toList();
        String hint = NearestName.to(name, names)
                .map("did you mean [%s]?"::formatted)
                .orElse("it has [%s]".formatted(String.join(", ", names)));
        return new PreflightException("Fork [%s] cannot unset [%s]: container [%s] has no such variable: %s"
                .formatted(draft.spec().workload().name(), name, container.getName(), hint));
    }

    static List<String> sources(Container container) {
        return container.getEnvFrom().stream().map(TemplateOverrides::source).toList();
    }

    private static String source(EnvFromSource source) {
        return source.getConfigMapRef() != null
                ? "ConfigMap " + source.getConfigMapRef().getName()
                : source.getSecretRef() != null
                        ? "Secret " + source.getSecretRef().getName()
                        : "envFrom";
    }
}
