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
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.spurline.ForkFailedException;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.Plan;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String PATCH = "planted-patch-91bd";
    private static final String VAULT = "planted-vault-c07e";
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** What must have the fork's variables, for it is what runs them. */
    private static final Set<String> RUNS = Set.of("Deployment", "ReplicaSet", "Pod", "Secret");

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
        cluster = HopsCluster.start(directory, new TwoHops(), List.of(SECRET));
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
            Plan plan = engine.plan(secretive("test/back:2"));
            written.add(plan.yaml());
            written.add(plan.prose());
            try (LiveSandbox sandbox = engine.open(secretive("test/back:2"))) {
                assertThat(cluster.get(sandbox.headers())).isEqualTo("front baseline, back " + ENV);
                written.add(sandbox.diagnosis().summary());
                written.addAll(sandbox.diagnosis().files().values());
                written.addAll(objects());
            }
        }

        assertThat(written).anyMatch(text -> text.startsWith("log: ")).anyMatch(text -> text.contains("\"Job\""));
        assertNothingTold();
    }

    @Test
    void theLogLinesOfAFailureHaveNone() {
        Throwable failure = failure(secretive("test/back:crash"));

        assertThat(failure)
                .isInstanceOf(ForkFailedException.class)
                .hasMessageContaining("password=*** is refused")
                .hasMessageContaining("no database at db:5432");
        assertNothingTold();
    }

    @Test
    void aPatchThatCannotBeReadIsNotQuoted() {
        Throwable failure = failure(patched("{spec: {containers: [{name: back, args: [" + PATCH + "}"));

        assertThat(failure)
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith(
                        "The patch of fork [back] cannot be applied to its pod template: it cannot be read at line 1, column ");
        assertNothingTold();
    }

    @Test
    void aPatchThatDoesNotFitIsNotQuoted() {
        failure(patched("{spec: {containers: [{name: back, args: " + PATCH + "}]}}"));

        assertThat(written).anyMatch(text -> text.contains("The patch of fork [back] cannot be applied"));
        assertNothingTold();
    }

    private Throwable failure(SandboxSpec spec) {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            Throwable failure = catchThrowable(() -> engine.open(spec));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            written.add(trace.toString());
            return failure;
        }
    }

    private void assertNothingTold() {
        Map<String, String> secrets = Map.of(
                "env override", ENV,
                "patch value", PATCH,
                "Secret", VAULT,
                "Secret in base64", Base64.getEncoder().encodeToString(VAULT.getBytes(StandardCharsets.UTF_8)),
                "token", token);
        secrets.forEach((what, secret) -> assertThat(written).as(what).noneMatch(text -> text.contains(secret)));
    }

    private static List<String> objects() {
        List<String> texts = new ArrayList<>();
        KubernetesSerialization json = new KubernetesSerialization();
        for (GenericKubernetesResource object : cluster.all()) {
            texts.add(
                    RUNS.contains(object.getKind())
                            ? String.valueOf(object.getMetadata().getAnnotations())
                            : json.asJson(object));
        }
        return texts;
    }

    private static SandboxSpec patched(String patch) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").patch(patch)).build();
    }

    private static SandboxSpec secretive(String image) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("back").image(image).env("WORD", ENV).patch("""
                        spec:
                          containers:
                          - name: back
                            args: [--key=%s]
                            env:
                            - {name: PLAIN, value: %s}
                            - {name: VAULT, valueFrom: {secretKeyRef: {name: vault, key: password}}}
                        """.formatted(PATCH, PATCH)))
                .build();
    }
}
