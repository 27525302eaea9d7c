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
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.Peer;
import java.util.Arrays;
import java.util.Map;

/** Linkerd's proxy metrics {@code request_total} and {@code response_total}. */
final class LinkerdMetrics {

    private LinkerdMetrics() {}

    static String write(Map<ServedRequest, Long> outbound, Map<ServedRequest, Long> inbound) {
        PrometheusText text = new PrometheusText().type("request_total");
        inbound.forEach((request, count) -> text.sample("request_total", count, inbound(request)));
        outbound.forEach((request, count) -> text.sample("request_total", count, outbound(request)));
        text.type("response_total");
        inbound.forEach((request, count) -> text.sample("response_total", count, ended(request, inbound(request))));
        outbound.forEach((request, count) -> text.sample("response_total", count, ended(request, outbound(request))));
        return text.toString();
    }

    private static String[] inbound(ServedRequest request) {
        return new String[] {
            "direction", "inbound",
            "tls", "true",
            "client_id", identity(request.source()),
            "target_addr", request.target(),
            "target_ip",
                    request.target().substring(0, Math.max(0, request.target().lastIndexOf(':'))),
            "target_port", request.target().substring(request.target().lastIndexOf(':') + 1),
            "srv_group", "",
            "srv_kind", "default",
            "srv_name", "all-unauthenticated",
            "srv_port", request.target().substring(request.target().lastIndexOf(':') + 1),
            "route_group", "",
            "route_kind", "default",
            "route_name", "default",
            "authz_group", "",
            "authz_kind", "default",
            "authz_name", "all-unauthenticated"
        };
    }

    private static String[] outbound(ServedRequest request) {
        Peer destination = request.destination().orElse(request.source());
        return new String[] {
            "direction",
            "outbound",
            "authority",
            request.service().toString(),
            "target_addr",
            request.target(),
            "target_ip",
            request.target().substring(0, Math.max(0, request.target().lastIndexOf(':'))),
            "target_port",
            request.target().substring(request.target().lastIndexOf(':') + 1),
            "tls",
            "true",
            "server_id",
            identity(destination),
            "dst_" + destination.kind(),
            destination.workload(),
            "dst_namespace",
            destination.namespace(),
            "dst_pod",
            destination.pod(),
            "dst_service",
            request.service().name(),
            "dst_serviceaccount",
            destination.serviceAccount()
        };
    }

    private static String[] ended(ServedRequest request, String[] labels) {
        boolean failed = request.status() >= 500
                || !(request.grpcStatus().isEmpty() || request.grpcStatus().equals("0"));
        String[] more = {
            "status_code",
            String.valueOf(request.status()),
            "classification",
            failed ? "failure" : "success",
            "grpc_status",
            request.grpcStatus(),
            "error",
            ""
        };
        String[] all = Arrays.copyOf(labels, labels.length + more.length);
        System.arraycopy(more, 0, all, labels.length, more.length);
        return all;
    }

    private static String identity(Peer peer) {
        return peer.serviceAccount() + "." + peer.namespace() + ".serviceaccount.identity.linkerd.cluster.local";
    }
}
