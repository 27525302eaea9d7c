// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodServer;
import java.util.Locale;
import java.util.Map;

/**
 * Workloads that hand each connection to their own proxy: what comes in at {@code to-back} is the call of a pod to
 * {@code back}. An ingress gateway sends its requests there itself, and follows no route of a Service.
 */
public final class CallingPod {

    private CallingPod() {}

    /** Returns the name of the Service of the pod that calls another. */
    public static String name(String service) {
        return "to-" + service;
    }

    /** Returns the Deployment of a pod that calls a Service with one port, and its own Service, whose port is named alike. */
    public static String to(String namespace, String service, String port) {
        return pod(namespace, name(service), service, port);
    }

    /** Returns the same for one port of several; its Service is {@code to-<service>-<port>}. */
    public static String toPort(String namespace, String service, String port) {
        return pod(namespace, name(service + "-" + port), service, port);
    }

    private static String pod(String namespace, String name, String service, String port) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %4$s, namespace: %3$s}
                spec:
                  selector: {app: %4$s}
                  ports: [{name: %2$s, port: 80, targetPort: 8080}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %4$s, namespace: %3$s}
                spec:
                  selector: {matchLabels: {app: %4$s}}
                  template:
                    metadata: {labels: {app: %4$s}}
                    spec:
                      containers:
                      - name: caller
                        image: test/caller:1
                        ports: [{containerPort: 8080}]
                        env: [{name: CALLED, value: %1$s}, {name: PORT, value: %2$s}]
                """.formatted(service, port, namespace, name);
    }

    /** Describes their image. */
    public static void image(Images images) {
        images.inProcess("test/caller:*", container -> PodServer.of(8080, proxy(container.env()), () -> {}));
    }

    /** Where the pod's proxy listens for calls. */
    private static int proxy(Map<String, String> env) {
        String variable = "%s_SERVICE_PORT_%s".formatted(env.get("CALLED"), env.get("PORT"));
        return Integer.parseInt(env.getOrDefault(variable.replace('-', '_').toUpperCase(Locale.ROOT), ""));
    }
}
