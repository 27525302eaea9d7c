// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.spurline.CleanupException;
import dev.spurline.ForkFailedException;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.Plan;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import dev.spurline.framework.DescribedSandbox;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Plants secrets wherever a user may have some, and looks for them in everything that is written. */
class SecretsTests {

    private static final String ENV = "planted-env-6f1c";
    private static final String NAMED = "planted named/91+bd";
    private static final String PATCH = "planted-patch-91bd";
    private static final String ADDRESS = "planted-address-55e0";
    private static final String BASELINE = "planted-baseline-3d9a";
    private static final String VAULT = "planted-vault-c07e";
    private static final String SHORT = "qxzv";

    /** Also the name of the workload, which everybody goes on to read. */
    private static final String NAME = "back";

    private static final String LINES = "-----BEGIN PLANTED KEY-----\nplanted-line-77ab\nplanted-line-08c3\n";
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** What must have the fork's variables, for it is what runs them; a pod has the template's annotations, too. */
    private static final Set<String> RUNS = Set.of("CronJob", "Deployment", "ReplicaSet", "Secret");

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: vault}
            stringData: {password: %s}
            """.formatted(VAULT);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static String token;

    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.spurline");
    private final Level level = logger.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            written.add("log: " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory, new TwoHops(), List.of(SECRET, ReportJob.CRON_JOB));
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("hops")
                .withName("back")
                .edit(back -> {
                    back.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .get(0)
                            .getEnv()
                            .add(new EnvVar("BASELINE_TOKEN", BASELINE, null));
                    return back;
                });
        Matcher line = Pattern.compile("token: (\\S+)").matcher(Files.readString(directory.resolve("kubeconfig")));
        assertThat(line.find()).isTrue();
        token = line.group(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setLevel(level);
    }

    @Test
    void nothingThatIsWrittenAboutALivingSandboxHasOne() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            SandboxSpec spec = spec(secretive("test/back:talkative"));
            Plan plan = engine.plan(spec);
            written.add(plan.yaml());
            written.add(plan.prose());
            try (LiveSandbox sandbox = engine.open(spec)) {
                assertThat(cluster.get(sandbox.headers())).isEqualTo("front baseline, back " + ENV);
                Map<String, String> files =
                        sandbox.diagnosis(Duration.ofMinutes(10)).files();
                assertThat(files.get("back.log"))
                        .contains(
                                "plain: ***\n",
                                "a form of WORD is ***\n",
                                "a form of SMTP_PASSWORD is https://host/?a=***&b=1\n");
                written.add(sandbox.diagnosis().summary());
                DescribedSandbox described = DescribedSandbox.of(sandbox).orElseThrow();
                written.add(described.description().toString());
                written.add(described.withoutSecrets("expected " + ENV + " and " + BASELINE));
                written.addAll(files.values());
                written.addAll(objects());
            }
        }

        assertThat(written).anyMatch(text -> text.startsWith("log: ")).anyMatch(text -> text.contains("\"Job\""));
        assertNothingTold();
    }

    @Test
    void whatIsNoSecretIsReadable() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            Plan plan = engine.plan(spec(secretive("test/back:2").env("DISCOUNT", "10")));

            assertThat(plan.yaml())
                    .contains(
                            "- name: DISCOUNT\n          value: \"10\"",
                            "- name: WORD\n          value: '***'",
                            "- name: ADMIN_PASSWORD\n          value: '***'",
                            "name: " + NAME,
                            "secretKeyRef:\n              key: password\n              name: vault",
                            "value: amqp://***@mq/" + NAME);
            assertThat(plan.prose()).contains("a copy of deployment/back", "Service back");
        }
    }

    @Test
    void theLogLinesOfAFailureHaveNone() {
        Throwable failure = failure(engine -> engine.open(spec(secretive("test/back:crash"))));

        assertThat(failure)
                .isInstanceOf(ForkFailedException.class)
                .hasMessageContaining("started with *** and ***")
                .hasMessageContaining("password=*** is refused")
                .hasMessageContaining("no database at db:5432");
        assertNothingTold();
    }

    @Test
    void aPatchThatCannotBeReadIsNotQuoted() {
        Throwable failure = failure(engine -> engine.open(
                spec(ForkSpec.of("back").patch("{spec: {containers: [{name: back, args: [" + PATCH + "}"))));

        assertThat(failure)
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith(
                        "The patch of fork [back] cannot be applied to its pod template: it cannot be read at line 1, column ");
        assertNothingTold();
    }

    @Test
    void aPatchThatDoesNotFitIsNotQuoted() {
        failure(engine -> engine.open(
                spec(ForkSpec.of("back").patch("{spec: {containers: [{name: back, args: " + PATCH + "}]}}"))));

        assertThat(written).anyMatch(text -> text.contains("The patch of fork [back] cannot be applied"));
        assertNothingTold();
    }

    @Test
    void aRefusalOfTheServerIsNotQuotedAsItIs() {
        try (AdmissionHook hook = refuse("CREATE", "deployments.apps")) {
            assertThat(hook).isNotNull();
            Throwable failure = failure(engine -> engine.open(spec(secretive("test/back:2"))));

            assertThat(failure)
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("denied the request: *** and ***, also *** in deployments.apps");
        }
        assertNothingTold();
    }

    @Test
    void aRefusalOfARunIsNotQuotedAsItIs() {
        ForkSpec.Builder report =
                ForkSpec.of("cronjob/report").secretEnv("WORD", ENV).env("SMTP_PASSWORD", NAMED);
        Throwable failure = failure(engine -> {
            LiveSandbox sandbox = engine.open(spec(report));
            try (AdmissionHook hook = refuse("CREATE", "jobs.batch")) {
                assertThat(hook).isNotNull();
                return sandbox.run("cronjob/report");
            }
        });

        assertThat(failure)
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("denied the request: *** and ***, also *** in jobs.batch");
        assertNothingTold();
    }

    @Test
    void whatCannotBeRemovedIsNotQuotedAsItIs() {
        SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
        engine.open(spec(secretive("test/back:2")));
        try (AdmissionHook hook = refuse("DELETE", "configmaps")) {
            assertThat(hook).isNotNull();
            Throwable failure = catchThrowable(engine::close);

            written.add(trace(failure));
            assertThat(failure).isInstanceOf(CleanupException.class).hasMessageContaining("denied the request: ***");
        }
        assertNothingTold();
    }

    @Test
    void theSecretOfOneSandboxIsAWordInTheTextsOfAnother() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox one = engine.open(spec(ForkSpec.of("front").secretEnv("WORD", "swordfish")));
                LiveSandbox other = engine.open(spec(ForkSpec.of("back")
                        .image("test/back:talkative")
                        .env("WORD", "swordfish")
                        .env("TELL", "WORD")))) {
            assertThat(one.diagnosis().files().get("plan.yaml")).doesNotContain("swordfish");
            assertThat(other.diagnosis().files().get("plan.yaml")).contains("value: swordfish");
            assertThat(other.diagnosis().files().get("back.log")).contains("plain: swordfish\n");
        }
    }

    /** Says everything that it should keep to itself, as a policy that quotes what it refuses. */
    private static AdmissionHook refuse(String operation, String resource) {
        return cluster.admission(request -> refused(request, operation, resource)
                ? AdmissionVerdict.refuse(
                        422,
                        "%s and %s, also %s in %s"
                                .formatted(ENV, TalkativeProgram.base64(ENV), NAMED.replace("/", "\\/"), resource))
                : AdmissionVerdict.allow());
    }

    /** Not of the cluster's own controllers, whose log is another one's. */
    private static boolean refused(AdmissionRequest request, String operation, String resource) {
        return request.operation().equals(operation)
                && request.resource().equals(resource)
                && request.user().startsWith("system:serviceaccount:hops:")
                && !request.name().startsWith("spurline-engine-");
    }

    private Throwable failure(Function<SandboxEngine, Object> action) {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            Throwable failure = catchThrowable(() -> action.apply(engine));
            written.add(trace(failure));
            return failure;
        }
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private void assertNothingTold() {
        Map<String, String> secrets = new LinkedHashMap<>();
        Map<String, String> planted = Map.of(
                "secretEnv",
                ENV,
                "name",
                NAMED,
                "patch",
                PATCH,
                "address",
                ADDRESS,
                "baseline",
                BASELINE,
                "Secret",
                VAULT,
                "short",
                SHORT,
                "lines",
                LINES);
        planted.forEach((what, secret) -> {
            secret.lines().forEach(line -> secrets.put(what + ", line " + line.length(), line));
            TalkativeProgram.forms(secret).forEach(form -> secrets.put(what + " as " + form, form));
        });
        TalkativeProgram.forms(NAME).stream()
                .filter(form -> !form.contains(NAME))
                .forEach(form -> secrets.put("name as " + form, form));
        secrets.put("token", token);
        secrets.forEach((what, secret) -> assertThat(written).as(what).noneMatch(text -> text.contains(secret)));
    }

    private static List<String> objects() {
        List<String> texts = new ArrayList<>();
        KubernetesSerialization json = new KubernetesSerialization();
        for (GenericKubernetesResource object : cluster.all()) {
            if (object.getKind().equals("Pod")) {
                continue;
            }
            texts.add(
                    RUNS.contains(object.getKind())
                            ? String.valueOf(object.getMetadata().getAnnotations())
                            : json.asJson(object));
        }
        return texts;
    }

    private static SandboxSpec spec(ForkSpec.Builder fork) {
        return SandboxSpec.builder().fork(fork).build();
    }

    private static ForkSpec.Builder secretive(String image) {
        String told = String.join(
                ",",
                Stream.of(
                                "WORD",
                                "SMTP_PASSWORD",
                                "API_TOKEN",
                                "PIN_PASSWORD",
                                "ADMIN_PASSWORD",
                                "SIGNING_KEY",
                                "BASELINE_TOKEN")
                        .toList());
        return ForkSpec.of("back")
                .image(image)
                .env("TELL", told)
                .env("SMTP_PASSWORD", NAMED)
                .env("PIN_PASSWORD", SHORT)
                .env("ADMIN_PASSWORD", NAME)
                .env("SIGNING_KEY", LINES)
                .env("BROKER_URL", "amqp://shop:%s@mq/%s".formatted(ADDRESS, NAME))
                .secretEnv("WORD", ENV)
                .patch("""
                        metadata:
                          annotations: {team.example.com/token: %1$s}
                        spec:
                          containers:
                          - name: back
                            args: [--key=%1$s, --password, %1$s]
                            env:
                            - {name: API_TOKEN, value: %1$s}
                            - {name: PLAIN, value: %1$s}
                            - {name: VAULT, valueFrom: {secretKeyRef: {name: vault, key: password}}}
                        """.formatted(PATCH));
    }
}
