// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A setting: its name, its type, its default and its meaning. {@code docs/configuration.md} is checked against
 * {@link #all()}. Immutable.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class Setting<T> {

    /** Which cluster. */
    public static final Setting<String> CLUSTER = new Setting<>(
            "spurline.cluster",
            SettingTypes.CLUSTER,
            "",
            "Which cluster: see [below](#which-cluster). With the environment variable `CI`, this or `spurline.context` must be"
                    + " set.");

    /** The context of the kubeconfig. */
    public static final Setting<String> CONTEXT = new Setting<>(
            "spurline.context",
            SettingTypes.TEXT,
            "",
            "The context of the kubeconfig. The current context is never used just because it is current.");

    /** The kubeconfig files. */
    public static final Setting<String> KUBECONFIG = new Setting<>(
            "spurline.kubeconfig",
            SettingTypes.FILES,
            "",
            "The kubeconfig file. Without it: those that `KUBECONFIG` names, else `~/.kube/config`.");

    /** The namespace of sandboxes that name none. */
    public static final Setting<String> NAMESPACE = new Setting<>(
            "spurline.namespace", SettingTypes.NAMESPACE, "", "The namespace of sandboxes that name none.");

    /** The class that describes the embedded cluster. */
    public static final Setting<String> BLUEPRINT = new Setting<>(
            "spurline.blueprint",
            SettingTypes.CLASS_NAME,
            "",
            "The class that describes the embedded cluster, for test classes that name none.");

    /** The image of forks of one workload, {@linkplain #of by its name}. */
    public static final Setting<String> IMAGE = new Setting<>(
            "spurline.image.<workload>",
            SettingTypes.IMAGE,
            "",
            "The image of forks of this workload; stronger than the image in the fork's own description. A name that is no"
                    + " workload's is refused.");

    /** Where requests go in, for Services of which nothing else is said. */
    public static final Setting<String> ENTRY_WAY = new Setting<>(
            "spurline.entry",
            SettingType.choice("auto", "gateway"),
            "auto",
            "Where requests go in. `gateway`: [through the cluster's gateways](junit-extension.md#through-the-gateway), reached by"
                    + " port-forward. `auto`: [as it is possible](junit-extension.md#where-a-request-goes-in).");

    /** Where requests to one Service go in, {@linkplain #of by its name}. */
    public static final Setting<URI> ENTRY = new Setting<>(
            "spurline.entry.<service>",
            SettingTypes.ENTRY,
            "",
            "Where requests to this Service go in, such as an ingress; `gateway` or `gateway+https://shop.example.com`:"
                    + " [through a gateway](junit-extension.md#through-the-gateway), as if for that address. Without it, and"
                    + " where a test names a port of the Service: a port-forward. One of another namespace than the sandbox's is"
                    + " called `<namespace>.<service>` here.");

    /** How long sandboxes outlive a JVM that was killed. */
    public static final Setting<Duration> LEASE = new Setting<>(
            "spurline.lease",
            SettingTypes.duration(Duration.ofSeconds(5)),
            "60s",
            "How long sandboxes outlive a JVM that was killed. At least `5s`, as four heartbeats must fit; `60m` under a debugger.");

    /** How long opening a sandbox may take in all. */
    public static final Setting<Duration> TIMEOUT = new Setting<>(
            "spurline.timeout",
            SettingTypes.DURATION,
            "2m",
            "How long opening a sandbox may take in all, where it does not say so itself. The default grows by the time that the probes of"
                    + " its forks wait before they can find them ready, and that startup probes allow; a time that is given is obeyed.");

    /** Whether to plan only. */
    public static final Setting<Boolean> DRY_RUN = new Setting<>(
            "spurline.dry-run",
            SettingTypes.SWITCH,
            "false",
            "Plan only: each class ends aborted, with the plan's file as reason. With `CI` it fails instead.");

    /** Whether to behave as if a debugger were attached. */
    public static final Setting<Boolean> DEBUG = new Setting<>(
            "spurline.debug",
            SettingTypes.SWITCH,
            "false",
            "As if a debugger were attached: lease of 60 minutes, no timeouts.");

    /** What removes sandboxes whose JVM is gone. */
    public static final Setting<String> ANCHOR = new Setting<>(
            "spurline.anchor",
            SettingType.choice("job", "none"),
            "job",
            "`job`: the cluster removes sandboxes whose JVM is gone. `none`: only closing and a sweep do.");

    /** The workloads whose proxies show whether a route is live. */
    public static final Setting<List<String>> CALLERS = new Setting<>(
            "spurline.callers",
            SettingType.list("a comma-separated list of workloads", SettingTypes.WORKLOAD),
            "",
            "The workloads that may call a fork, as `name` or `namespace/name`: their proxies show whether a route is"
                    + " live, and a VirtualService of Spurline's that outranks another one is exported to their"
                    + " namespaces. Without it: those found in the namespace.");

    /** The workloads of gateways in namespaces that are not read. */
    public static final Setting<List<String>> GATEWAYS = new Setting<>(
            "spurline.gateways",
            SettingType.list("a comma-separated list of workloads", SettingTypes.WORKLOAD),
            "",
            "The workloads of gateways elsewhere, as `namespace/name`: rules with the key at Istio's gateways are exported to"
                    + " their namespaces, and an opening waits for their proxies where they may be looked at. They are no"
                    + " callers of Services.");

    /** The headers that carry the key: {@code spurline} or {@code signadot} alone, or headers with or without a member. */
    public static final Setting<List<String>> HEADERS = new Setting<>(
            "spurline.headers",
            HeaderItems.type(),
            "spurline",
            "How requests carry the key: `spurline` (baggage member `spurline`, and `x-spurline-key`), `signadot`, or a list"
                    + " such as `baggage:tenant,x-tenant`. A plain header has a dash in its name and no meaning of its own"
                    + " in HTTP.");

    /** By which kind of routes Services are routed. */
    public static final Setting<String> ROUTING = new Setting<>(
            "spurline.routing",
            SettingType.choice("auto", "gateway-api", "virtual-service", "overrides", "direct"),
            "auto",
            "By which kind of routes requests with the key reach a fork. `auto`: as the Service is routed already, else by the"
                    + " Gateway API where the cluster serves it, else by a VirtualService. `overrides`: no route is written, for the"
                    + " requests say where the forks are, and [Envoys](envoy.md) of the callers that were configured once obey."
                    + " `direct`: only what a test itself sends to a forked Service reaches the fork. The plan says which, and why.");

    /** Where the Envoys of callers show what they do. */
    public static final Setting<Integer> ENVOY_ADMIN_PORT = new Setting<>(
            "spurline.envoy.admin-port",
            SettingTypes.COUNT,
            "9901",
            "Where the Envoys of callers show what they do: the admin port in their pods, reached by port-forward. For"
                    + " `spurline.routing=overrides`.");

    /** What Envoys want to see in requests before they send them to forks. */
    public static final Setting<String> ENVOY_SECRET = new Setting<>(
            "spurline.envoy.secret",
            SettingTypes.TEXT,
            "",
            "What the Envoys of callers want to see behind each member that names a fork, if they are [configured to](envoy.md#what-a-header-cannot-reach): 8 to 64 letters, digits, dashes or underscores. Hidden in all texts.");

    /** Whether a VirtualService of others may be outranked by one of ours. */
    public static final Setting<String> SHADOW = new Setting<>(
            "spurline.istio.shadow",
            SettingType.choice("auto", "on", "off"),
            "auto",
            "Whether a VirtualService of Spurline may outrank one of others that has no slot for sandboxes, repeating its rules."
                    + " `auto`: on releases of Istio on which that is proven, told by the images of the sidecars. `on`: on any.");

    /** Whether requests with the key are mirrored. */
    public static final Setting<Boolean> MIRRORS = new Setting<>(
            "spurline.mirrors",
            SettingTypes.SWITCH,
            "false",
            "Whether requests with the key are mirrored where the rules of others mirror requests. What a test does should not"
                    + " arrive at a place that takes it for real traffic.");

    /** Whether answers of forks are kept out of caches. */
    public static final Setting<Boolean> NO_STORE = new Setting<>(
            "spurline.no-store",
            SettingTypes.SWITCH,
            "true",
            "Whether answers of forks say `cache-control: no-store`: a cache on the way that knows nothing of the key would"
                    + " give them to others.");

    /** Labels on everything that is made. */
    public static final Setting<Map<String, String>> LABELS = new Setting<>(
            "spurline.labels",
            SettingTypes.LABELS,
            "",
            "Labels on everything that is made, and on the forks' pods, as policies or cost centres of a cluster ask for. None"
                    + " may be Spurline's own, or make a fork one of the pods that others select.");

    /** Annotations on everything that is made. */
    public static final Setting<Map<String, String>> ANNOTATIONS = new Setting<>(
            "spurline.annotations",
            SettingTypes.ANNOTATIONS,
            "",
            "Annotations on everything that is made, and on the forks' pods. None may be Spurline's own.");

    /** What the names of everything that is made begin with. */
    public static final Setting<String> NAME_PREFIX = new Setting<>(
            "spurline.name-prefix",
            SettingTypes.NAME_PREFIX,
            "",
            "What the names of everything that is made begin with, such as `spurline-`: so that one pattern tells GitOps tools"
                    + " to leave it alone. Without it, names begin with those of what is forked.");

    /** Workloads whose forks may register themselves where callers look them up. */
    public static final Setting<List<String>> REGISTERED_FORKS = new Setting<>(
            "spurline.registered-forks",
            SettingType.list("a comma-separated list of workloads", SettingTypes.WORKLOAD),
            "",
            "The workloads, as `name` or `namespace/name`, whose forks may start although they know a service registry such as"
                    + " Eureka: see [shared-systems.md](shared-systems.md#service-registries).");

    /** How long the sandboxes of classes live, whatever the classes say. */
    public static final Setting<String> SCOPE = new Setting<>(
            "spurline.scope",
            SettingType.choice("class", "run"),
            "",
            "How long the sandboxes of classes live, for all classes: each for its class, or [for the run](junit-extension.md#one-sandbox-for-a-run),"
                    + " shared by classes that ask for the same. Sandboxes of methods stay what they are. Without it: what the class says.");

    /** The run whose JVMs share sandboxes. */
    public static final Setting<String> RUN = new Setting<>(
            "spurline.run",
            SettingTypes.TEXT,
            "",
            "Names the run: its JVMs share the sandboxes that classes of one JVM would share, see"
                    + " [one sandbox for many JVMs](junit-extension.md#one-sandbox-for-many-jvms). With `ci`: the run that the"
                    + " CI server names, see there. Without it, or with `none`, nothing is shared between JVMs.");

    /** The sandbox of somebody else that classes use instead of opening their own. */
    public static final Setting<String> JOIN = new Setting<>(
            "spurline.join",
            SettingTypes.ROUTING_KEY,
            "",
            "The routing key of a sandbox that somebody else has opened: all classes use it instead of opening their own, if it"
                    + " is what they ask for, see [joining a sandbox](junit-extension.md#joining-a-sandbox).");

    /** The sandboxes of others whose forks are reached with the key of one's own. */
    public static final Setting<Map<String, String>> JOIN_LABELS = new Setting<>(
            "spurline.join.labels",
            SettingTypes.LABELS,
            "",
            "Labels such as `pr=42,team=pay`: requests of all classes reach, besides their own forks, those of sandboxes that"
                    + " others have opened with all of these labels, see"
                    + " [other people's changes](junit-extension.md#other-peoples-changes). Stronger than `@Join` of the class.");

    /** By what labels others find one's sandboxes. */
    public static final Setting<Map<String, String>> SANDBOX_LABELS = new Setting<>(
            "spurline.sandbox-labels",
            SettingTypes.LABELS,
            "",
            "Labels such as `pr=42,team=pay` by which others [find sandboxes](junit-extension.md#other-peoples-changes) and have"
                    + " their own requests reach the forks. They stand in the record of a sandbox, and on no object.");

    /** How many shared sandboxes are opened at once before the classes that need them begin. */
    public static final Setting<Integer> PARALLEL_OPENINGS = new Setting<>(
            "spurline.parallel-openings",
            SettingTypes.COUNT,
            "4",
            "How many of the sandboxes that classes share are opened at once before these classes begin. One that a class"
                    + " waits for does not wait for others.");

    /** What happens when no request is known to have reached a fork, whatever classes say. */
    public static final Setting<String> EVIDENCE = new Setting<>(
            "spurline.evidence",
            SettingType.choice("required", "warn", "off"),
            "",
            "What happens when no request reached a fork, for all classes. Without it: what the class says.");

    /** When it is counted how far the key gets. */
    public static final Setting<String> TRACE = new Setting<>(
            "spurline.trace",
            SettingType.choice("auto", "on-missing-evidence", "on-request"),
            "auto",
            "When it is counted how far the key gets, so that a class without evidence says [which service lost it](propagation.md#which-service-lost-the-key)."
                    + " `auto`: in the embedded cluster, by the metrics of its callers. `on-missing-evidence`: in any cluster, by a"
                    + " twin and a route for each Service of the sandbox's namespaces, which are made with the sandbox and go with it."
                    + " `on-request`: only for requests that a test traces itself. With `spurline.run` nothing is traced.");

    /** Where the report of a run goes, or that there is none. */
    public static final Setting<String> REPORT = new Setting<>(
            "spurline.report",
            SettingTypes.DIRECTORY,
            "",
            "Where the [report](report.md) of a run goes: a directory, or `off`. Without it: `target/spurline` where Maven"
                    + " builds, `build/spurline` where Gradle does, else `spurline`.");

    /** How long the sandboxes of failed tests stay; empty if they are removed as any other. */
    public static final Setting<Optional<Duration>> KEEP = new Setting<>(
            "spurline.keep",
            KeepText.type(),
            "off",
            "Whether the sandbox of a class with a failed test [stays](junit-extension.md#keeping-a-sandbox), and how long: at"
                    + " least `5s`, at most `8h`. The cluster removes it then. Refused where the environment variable `CI` is set.");

    /** Whether sandboxes are kept on a CI server, too. */
    public static final Setting<Boolean> KEEP_IN_CI = new Setting<>(
            "spurline.keep-in-ci",
            SettingTypes.SWITCH,
            "false",
            "Whether `spurline.keep` is obeyed where the environment variable `CI` is set, too.");

    /** Whether the files of a failure are named on standard output. */
    public static final Setting<Boolean> ATTACHMENT_LINES = new Setting<>(
            "spurline.attachment-lines",
            SettingTypes.SWITCH,
            "true",
            "Whether each file that a failure leaves is named on standard output, so that Jenkins, GitLab and Azure Pipelines"
                    + " [show it](ci.md#what-a-failure-leaves) beside the test.");

    /** Words that make what they name a secret, besides the documented ones. */
    public static final Setting<List<String>> SECRET_NAMES = new Setting<>(
            "spurline.secret-names",
            SettingType.list("a comma-separated list of words", SettingTypes.WORDS),
            "",
            "Further words that make the value of a variable, an option or an annotation a secret, such as `LICENSE` or"
                    + " `WEBHOOK_URL`; behind a dash, as in `-MAX_TOKENS`, words that do not: see [below](#secrets). Sources"
                    + " are added up.");

    /** Guard: the contexts that may be used. */
    public static final Setting<List<String>> ALLOWED_CONTEXTS = new Setting<>(
            "spurline.allowed-contexts",
            SettingType.list("a comma-separated list of contexts", SettingTypes.TEXT),
            "",
            "Guard: the contexts that may be used, `*` standing for any characters. Empty allows each context that is named."
                    + " Sources are intersected.");

    /** Guard: namespaces without sandboxes. */
    public static final Setting<List<String>> PROTECTED_NAMESPACES = new Setting<>(
            "spurline.protected-namespaces",
            SettingType.list("a comma-separated list of namespaces", SettingTypes.NAMESPACE_PATTERN),
            "kube-*,istio-system,linkerd*",
            "Guard: namespaces without sandboxes, `*` standing for any characters, added to the default. Sources are added up.");

    /** Guard: the forks one sandbox may have. */
    public static final Setting<Integer> MAX_FORKS = new Setting<>(
            "spurline.max-forks",
            SettingTypes.COUNT,
            "10",
            "Guard: the forks one sandbox may have. The smallest of all sources counts.");

    /** Guard: the sandboxes that may live in one namespace. */
    public static final Setting<Integer> MAX_SANDBOXES = new Setting<>(
            "spurline.max-sandboxes-per-namespace",
            SettingTypes.COUNT,
            "50",
            "Guard: the sandboxes that may live in one namespace. The smallest of all sources counts.");

    private final String key;
    private final SettingType<T> type;
    private final Optional<GivenValue<T>> fallback;
    private final String description;

    private Setting(String key, SettingType<T> type, String fallback, String description) {
        this.key = key;
        this.type = type;
        this.fallback = Optional.of(fallback)
                .filter(text -> !text.isEmpty())
                .map(text -> new GivenValue<>(type.read(text), text, "the default"));
        this.description = description;
    }

    private Setting(String key, Setting<T> family) {
        this.key = key;
        this.type = family.type;
        this.fallback = family.fallback;
        this.description = family.description;
    }

    /** Returns every setting, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return List.of(
                CLUSTER,
                CONTEXT,
                KUBECONFIG,
                NAMESPACE,
                BLUEPRINT,
                IMAGE,
                ENTRY_WAY,
                ENTRY,
                LEASE,
                TIMEOUT,
                DRY_RUN,
                DEBUG,
                ANCHOR,
                CALLERS,
                GATEWAYS,
                HEADERS,
                ROUTING,
                ENVOY_ADMIN_PORT,
                ENVOY_SECRET,
                SHADOW,
                MIRRORS,
                NO_STORE,
                LABELS,
                ANNOTATIONS,
                NAME_PREFIX,
                REGISTERED_FORKS,
                SCOPE,
                RUN,
                JOIN,
                JOIN_LABELS,
                SANDBOX_LABELS,
                PARALLEL_OPENINGS,
                EVIDENCE,
                TRACE,
                REPORT,
                KEEP,
                KEEP_IN_CI,
                ATTACHMENT_LINES,
                SECRET_NAMES,
                ALLOWED_CONTEXTS,
                PROTECTED_NAMESPACES,
                MAX_FORKS,
                MAX_SANDBOXES);
    }

    /** Returns the name, such as {@code spurline.lease}; one in angle brackets stands for many. */
    public String key() {
        return key;
    }

    /** Returns the type. */
    public SettingType<T> type() {
        return type;
    }

    /** Returns the default, if there is one. */
    public Optional<GivenValue<T>> fallback() {
        return fallback;
    }

    /** Returns what the setting does, in Markdown. */
    public String description() {
        return description;
    }

    /**
     * Returns the setting of one workload or Service.
     *
     * @param subject its name
     */
    public Setting<T> of(String subject) {
        return new Setting<>(prefix() + subject, this);
    }

    /** Returns the environment variable. */
    public String variable() {
        return variable(prefix()) + key.substring(prefix().length());
    }

    /**
     * Returns what an environment calls a name: upper case, with underscores for dots and dashes.
     *
     * @param name the name of a setting; each other name stays what it is
     */
    public static String variable(String name) {
        return name.startsWith("spurline.")
                ? name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
                : name;
    }

    /**
     * Reads the setting from the strongest source that has it.
     *
     * @param settings the sources
     * @return the value, and where it was given
     * @throws PreflightException if it is not of the setting's type
     */
    public Optional<GivenValue<T>> given(Settings settings) {
        return settings.find(key).map(this::read);
    }

    /**
     * Reads the setting from each source that has it, strongest first.
     *
     * @param settings the sources
     * @return the values, and where they were given
     * @throws PreflightException if one is not of the setting's type
     */
    public List<GivenValue<T>> allGiven(Settings settings) {
        return settings.findAll(key).stream().map(this::read).toList();
    }

    /**
     * Reads the setting from the strongest source that has it.
     *
     * @param settings the sources
     * @return the value, or the default, or empty if there is neither
     * @throws PreflightException if it is not of the setting's type
     */
    public Optional<T> find(Settings settings) {
        return given(settings).or(this::fallback).map(GivenValue::value);
    }

    /**
     * Reads a setting that has a default.
     *
     * @param settings the sources
     * @return the value, or the default
     * @throws PreflightException if it is not of the setting's type
     */
    public T in(Settings settings) {
        return find(settings)
                .orElseThrow(() -> new IllegalStateException("Setting [%s] has no default".formatted(key)));
    }

    /**
     * Reads every value that any source has.
     *
     * @param settings the sources; those of settings in angle brackets are read as far as the sources tell their names
     * @throws PreflightException if one is not of the setting's type
     */
    public void check(Settings settings) {
        if (many()) {
            settings.names().stream()
                    .filter(this::covers)
                    .forEach(name -> new Setting<>(name, this).allGiven(settings));
        } else {
            allGiven(settings);
        }
    }

    /**
     * Returns whether a name is one of this setting's, in dots or as an environment variable.
     *
     * @param name the name
     */
    public boolean covers(String name) {
        return covers(name, false) || covers(name, true);
    }

    /**
     * Returns whether a name is one of this setting's.
     *
     * @param name the name
     * @param inEnvironment whether it is that of an environment variable
     */
    public boolean covers(String name, boolean inEnvironment) {
        String form = inEnvironment ? variable(prefix()) : prefix();
        return many() ? name.startsWith(form) && name.length() > form.length() : name.equals(form);
    }

    private GivenValue<T> read(Settings.Value given) {
        try {
            return new GivenValue<>(type.read(given.text()), given.text().strip(), given.source());
        } catch (IllegalArgumentException e) {
            throw new PreflightException(
                    "Setting [%s] is [%s] by %s, which %s".formatted(key, given.text(), given.source(), e.getMessage()),
                    e);
        }
    }

    private boolean many() {
        return key.endsWith(">");
    }

    private String prefix() {
        return many() ? key.substring(0, key.indexOf('<')) : key;
    }
}
