/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every setting there is. {@code docs/configuration.md} is checked against this list. */
public enum Setting {
    CLUSTER(
            "spurline.cluster",
            SettingType.NAME,
            "",
            "Which cluster: `embedded`, `kubeconfig` or `in-cluster`. Without it: `kubeconfig` if `spurline.context` is set,"
                    + " else `embedded` if a blueprint and the module are there, else an error that explains. With the"
                    + " environment variable `CI`, one of the two must be set."),
    CONTEXT(
            "spurline.context",
            SettingType.TEXT,
            "",
            "The context of the kubeconfig. The current context is never used just because it is current."),
    KUBECONFIG(
            "spurline.kubeconfig",
            SettingType.TEXT,
            "",
            "The kubeconfig file. Without it: those that `KUBECONFIG` names, else `~/.kube/config`."),
    NAMESPACE("spurline.namespace", SettingType.NAME, "", "The namespace of sandboxes that name none."),
    BLUEPRINT(
            "spurline.blueprint",
            SettingType.TEXT,
            "",
            "The class that describes the embedded cluster, for test classes that name none."),
    IMAGE(
            "spurline.image.<workload>",
            SettingType.TEXT,
            "",
            "The image of forks of this workload; stronger than the image in the fork's own description. A name that is no"
                    + " workload's is refused."),
    ENTRY(
            "spurline.entry.<service>",
            SettingType.URL,
            "",
            "Where requests to this Service go in, such as an ingress. Without it, and where a test names a port of the Service: a port-forward. One of another namespace than the sandbox's is called `<namespace>.<service>` here."),
    LEASE(
            "spurline.lease",
            SettingType.DURATION,
            "60s",
            "How long sandboxes outlive a JVM that was killed. At least `5s`; `60m` under a debugger."),
    TIMEOUT(
            "spurline.timeout",
            SettingType.DURATION,
            "2m",
            "How long opening a sandbox may take in all, where it does not say so itself."),
    DRY_RUN(
            "spurline.dry-run",
            SettingType.SWITCH,
            "false",
            "Plan only: each class ends aborted, with the plan's file as reason. With `CI` it fails instead."),
    DEBUG(
            "spurline.debug",
            SettingType.SWITCH,
            "false",
            "As if a debugger were attached: lease of 60 minutes, no timeouts."),
    ANCHOR(
            "spurline.anchor",
            SettingType.NAME,
            "job",
            "`job`: the cluster removes sandboxes whose JVM is gone. `none`: only closing and a sweep do."),
    CALLERS(
            "spurline.callers",
            SettingType.LIST,
            "",
            "The workloads whose proxies show whether a route is live, as `name` or `namespace/name`. Without it: those"
                    + " found in the namespace."),
    HEADERS(
            "spurline.headers",
            SettingType.TEXT,
            "spurline",
            "How requests carry the key: `spurline` (baggage member `spurline`, and `x-spurline-key`), `signadot`, or a list"
                    + " such as `baggage:tenant,x-tenant`."),
    MIRRORS(
            "spurline.mirrors",
            SettingType.SWITCH,
            "false",
            "Whether requests with the key are mirrored where the rules of others mirror requests. What a test does should not"
                    + " arrive at a place that takes it for real traffic."),
    EVIDENCE(
            "spurline.evidence",
            SettingType.NAME,
            "",
            "`required`, `warn` or `off`, for all classes. Without it: what the class says."),
    ALLOWED_CONTEXTS(
            "spurline.allowed-contexts",
            SettingType.LIST,
            "",
            "Guard: the contexts that may be used, `*` standing for any characters. Empty allows each context that is named."
                    + " Sources are intersected."),
    PROTECTED_NAMESPACES(
            "spurline.protected-namespaces",
            SettingType.LIST,
            "kube-*,istio-system,linkerd*",
            "Guard: namespaces without sandboxes, added to the default. Sources are added up."),
    MAX_FORKS(
            "spurline.max-forks",
            SettingType.COUNT,
            "10",
            "Guard: the forks one sandbox may have. The smallest of all sources counts."),
    MAX_SANDBOXES(
            "spurline.max-sandboxes-per-namespace",
            SettingType.COUNT,
            "50",
            "Guard: the sandboxes that may live in one namespace. The smallest of all sources counts.");

    private final String key;
    private final SettingType type;
    private final String fallback;
    private final String description;

    Setting(String key, SettingType type, String fallback, String description) {
        this.key = key;
        this.type = type;
        this.fallback = fallback;
        this.description = description;
    }

    /** Returns the name, such as {@code spurline.lease}; one in angle brackets stands for many. */
    public String key() {
        return key;
    }

    public SettingType type() {
        return type;
    }

    /** Returns the default, or an empty text. */
    public String fallback() {
        return fallback;
    }

    public String description() {
        return description;
    }

    /** Returns the name for one workload or Service. */
    public String keyOf(String subject) {
        return prefix() + subject;
    }

    /** Returns the environment variable. */
    public String variable() {
        return variable(prefix()) + key.substring(prefix().length());
    }

    /** Returns the environment variable of a setting's name. */
    public static String variable(String name) {
        return name.startsWith("spurline.")
                ? name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
                : name;
    }

    /** Returns the value, or the default, or empty if there is neither. */
    public Optional<String> text(Settings settings) {
        Optional<String> found = settings.find(key).map(this::checked);
        return found.isPresent() || fallback.isEmpty() ? found : Optional.of(fallback);
    }

    /** Returns the value for one workload or Service. */
    public Optional<Settings.Value> of(String subject, Settings settings) {
        Optional<Settings.Value> found = settings.find(keyOf(subject));
        found.ifPresent(this::checked);
        return found;
    }

    /** Returns whether the setting is {@code true}. */
    public boolean on(Settings settings) {
        return text(settings).filter("true"::equals).isPresent();
    }

    /** Returns the value of a setting that has a default. */
    public Duration duration(Settings settings) {
        return SettingType.duration(text(settings).orElseThrow());
    }

    /** Returns the items of a list. */
    public List<String> list(Settings settings) {
        return text(settings).map(Setting::items).orElse(List.of());
    }

    static List<String> items(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    String checked(Settings.Value value) {
        if (!type.accepts(value.text())) {
            throw new PreflightException("Setting [%s] is [%s] by %s, which is not %s"
                    .formatted(key, value.text(), value.source(), type.form()));
        }
        return value.text().trim();
    }

    private boolean many() {
        return key.endsWith(">");
    }

    private String prefix() {
        return many() ? key.substring(0, key.indexOf('<')) : key;
    }

    /** Returns whether a name, in dots or as a variable, is one of this setting's. */
    public boolean covers(String name) {
        boolean variable = name.startsWith("SPURLINE_");
        String form = variable ? variable(prefix()) : prefix();
        return many() ? name.startsWith(form) && name.length() > form.length() : name.equals(form);
    }
}
