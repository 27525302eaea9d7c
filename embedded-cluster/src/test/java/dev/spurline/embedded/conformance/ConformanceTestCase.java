// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.apiserver.admission.HookRequest;
import dev.spurline.embedded.internal.apiserver.admission.HookVerdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/**
 * A test with a namespace of its own. Paths are {@code resource[/name]} for the core group, {@code
 * group/version:resource[/name]} for others, both in that namespace, or absolute; bodies are JSON that needs few quotes.
 */
@ExtendWith(ConformanceRun.class)
abstract class ConformanceTestCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Tally tally = new Tally();

    @SuppressWarnings("NullAway.Init") // set by the extension before each test
    private ConformanceRun.Place place;

    /** Takes the cluster and a namespace in it. */
    final void enter(ConformanceRun.Place here) {
        place = here;
    }

    final String ns() {
        return place.namespace();
    }

    final String path(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        int colon = path.indexOf(':');
        boolean core = colon < 0 || (path.indexOf('?') >= 0 && path.indexOf('?') < colon);
        return core
                ? "/api/v1/namespaces/%s/%s".formatted(ns(), path)
                : "/apis/%s/namespaces/%s/%s".formatted(path.substring(0, colon), ns(), path.substring(colon + 1));
    }

    final Reply send(String method, String path, String contentType, String body, String... headers) {
        Map<String, String> all = new HashMap<>();
        if (!body.isEmpty()) {
            all.put("Content-Type", contentType);
        }
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        String json = body.isEmpty() ? "" : Api.parse(body).toString();
        return place.api().send(tally, method, path(path), all, json);
    }

    final Reply get(String path, String... headers) {
        return send("GET", path, "", "", headers);
    }

    final Reply post(String path, String body, String... headers) {
        return send("POST", path, "application/json", body, headers);
    }

    final Reply put(String path, String body) {
        return send("PUT", path, "application/json", body);
    }

    final Reply delete(String path) {
        return send("DELETE", path, "", "");
    }

    final Reply delete(String path, String body) {
        return send("DELETE", path, "application/json", body);
    }

    final Reply json(String path, String patch) {
        return send("PATCH", path, "application/json-patch+json", patch);
    }

    final Reply merge(String path, String patch) {
        return send("PATCH", path, "application/merge-patch+json", patch);
    }

    final Reply strategic(String path, String patch) {
        return send("PATCH", path, "application/strategic-merge-patch+json", patch);
    }

    final Reply apply(String path, String manager, String body) {
        String join = path.contains("?") ? "&" : "?";
        return send("PATCH", path + join + "fieldManager=" + manager, "application/apply-patch+yaml", body);
    }

    final Watch watch(String path) {
        return place.api().watch(tally, path(path), Map.of());
    }

    /** Watches in a form that a client asks for. */
    final Watch watch(String path, String accepted) {
        return place.api().watch(tally, path(path), Map.of("Accept", accepted));
    }

    final Watch webSocketWatch(String path) {
        return place.api().webSocketWatch(tally, path(path));
    }

    final Tunnel tunnel(String path) {
        return place.api().tunnel(tally, path(path));
    }

    /** Asks for another protocol. */
    final Reply upgrade(String path, String protocol) {
        return place.api().upgrade(tally, path(path), protocol);
    }

    /** Lets a hook have its say about writes in this test's namespace; leaves the test where there is no place for one. */
    final AutoCloseable admission(Function<HookRequest, HookVerdict> hook) {
        ApiServer server = needsEmbedded("no place for an admission hook");
        return server.admission(request ->
                request.namespace().equals(ns()) && isOurs(request) ? hook.apply(request) : HookVerdict.allow());
    }

    /** What controllers put into each new namespace is not the test's. */
    private static boolean isOurs(HookRequest request) {
        return !request.name().equals("kube-root-ca.crt") && !request.resource().equals("serviceaccounts");
    }

    /** Leaves the test if this is not the embedded cluster. */
    final ApiServer needsEmbedded(String why) {
        return place.embedded().orElseThrow(() -> new TestAbortedException("not run: " + why));
    }

    static String configMap(String name, String rest) {
        return "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'%s'}%s}"
                .formatted(name, rest.isEmpty() ? "" : "," + rest);
    }

    static String deployment(String name, int replicas, String podSpec) {
        return """
                {apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'%1$s'},spec:{replicas:%2$d,
                 selector:{matchLabels:{app:'%1$s'}},template:{metadata:{labels:{app:'%1$s'}},
                 spec:{terminationGracePeriodSeconds:1,containers:[{name:'main',image:'conformance/app:1'%3$s}]}}}}
                """.formatted(name, replicas, podSpec);
    }

    static String pod(String name, String container) {
        return """
                {apiVersion:'v1',kind:'Pod',metadata:{name:'%1$s',labels:{app:'%1$s'}},
                 spec:{terminationGracePeriodSeconds:1,containers:[{name:'main',image:'conformance/app:1'%2$s}]}}
                """.formatted(name, container);
    }

    /** Asserts that a value is there in the end. */
    final Reply eventually(String path, String pointer, Object expected) {
        Reply[] last = {get(path)};
        await(() -> {
            last[0] = get(path);
            return last[0].text(pointer).equals(String.valueOf(expected));
        });
        return last[0].at(pointer, expected);
    }

    /** Asserts that an object is gone in the end. */
    final void eventuallyGone(String path) {
        tally.that(await(() -> get(path).code() == 404), path + " is still there");
    }

    final void eventually(String what, BooleanSupplier condition) {
        tally.that(await(condition), "never: " + what);
    }

    private static boolean await(BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Leaves the test if no pod can run here. */
    final void needsNode() {
        if (!place.runsPods()) {
            throw new TestAbortedException("not run: no node for the images of this suite");
        }
    }
}
