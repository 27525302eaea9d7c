// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds that come with Istio, Linkerd and the Gateway API. A cluster with such a mesh serves them, and manifests hold
 * their objects without their definitions. They are stored here with any content, but for the types of a VirtualService's
 * fields; what the embedded mesh does not read has no effect.
 *
 * <p>Source: {@code manifests/charts/base/files/crd-all.gen.yaml} of Istio 1.30, {@code charts/linkerd-crds} of Linkerd
 * edge-26.5, {@code config/crd} of Gateway API 1.4.
 */
public final class MeshDefinitions {

    /** Group, kind, plural, short name or a dash, versions: the first one is stored. */
    private static final String ISTIO = """
            networking.istio.io DestinationRule destinationrules dr v1 v1beta1 v1alpha3
            networking.istio.io EnvoyFilter envoyfilters - v1alpha3
            networking.istio.io Gateway gateways gw v1 v1beta1 v1alpha3
            networking.istio.io ProxyConfig proxyconfigs - v1beta1
            networking.istio.io ServiceEntry serviceentries se v1 v1beta1 v1alpha3
            networking.istio.io Sidecar sidecars - v1 v1beta1 v1alpha3
            networking.istio.io VirtualService virtualservices vs v1 v1beta1 v1alpha3
            networking.istio.io WorkloadEntry workloadentries we v1 v1beta1 v1alpha3
            networking.istio.io WorkloadGroup workloadgroups wg v1 v1beta1 v1alpha3
            security.istio.io AuthorizationPolicy authorizationpolicies ap v1 v1beta1
            security.istio.io PeerAuthentication peerauthentications pa v1 v1beta1
            security.istio.io RequestAuthentication requestauthentications ra v1 v1beta1
            telemetry.istio.io Telemetry telemetries telemetry v1 v1alpha1
            extensions.istio.io WasmPlugin wasmplugins - v1alpha1
            extensions.istio.io TrafficExtension trafficextensions - v1alpha1
            """;

    private static final String LINKERD = """
            linkerd.io ServiceProfile serviceprofiles sp v1alpha2 v1alpha1
            policy.linkerd.io AuthorizationPolicy authorizationpolicies authzpolicy v1alpha1
            policy.linkerd.io EgressNetwork egressnetworks - v1alpha1
            policy.linkerd.io HTTPLocalRateLimitPolicy httplocalratelimitpolicies - v1alpha1
            policy.linkerd.io HTTPRoute httproutes - v1beta3 v1beta2 v1beta1 v1alpha1
            policy.linkerd.io MeshTLSAuthentication meshtlsauthentications meshtlsauthn v1alpha1
            policy.linkerd.io NetworkAuthentication networkauthentications netauthn v1alpha1
            policy.linkerd.io Server servers srv v1beta3 v1beta2 v1beta1
            policy.linkerd.io ServerAuthorization serverauthorizations saz v1beta1 v1alpha1
            workload.linkerd.io ExternalWorkload externalworkloads - v1beta1 v1alpha1
            """;

    /** HTTPRoute is there anyway. */
    private static final String GATEWAY_API = """
            gateway.networking.k8s.io BackendTLSPolicy backendtlspolicies btlspolicy v1 v1alpha3
            gateway.networking.k8s.io Gateway gateways gtw v1 v1beta1
            gateway.networking.k8s.io GatewayClass gatewayclasses gc v1 v1beta1
            gateway.networking.k8s.io GRPCRoute grpcroutes - v1 v1alpha2
            gateway.networking.k8s.io ReferenceGrant referencegrants refgrant v1beta1
            gateway.networking.k8s.io TCPRoute tcproutes - v1alpha2
            gateway.networking.k8s.io TLSRoute tlsroutes - v1alpha2
            gateway.networking.k8s.io UDPRoute udproutes - v1alpha2
            """;

    private static final String PLACE = "the definitions of a mesh";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MeshDefinitions() {}

    /**
     * Returns the definitions that some manifests need and do not bring: of what was installed together, all. Kinds that no
     * manifest uses are not served, as on a cluster where nobody has installed them.
     */
    static List<ManifestObject> missing(List<ManifestObject> manifests, Mesh mesh) {
        Set<String> brought = manifests.stream()
                .filter(object -> object.kind().equals("CustomResourceDefinition"))
                .map(ManifestObject::name)
                .collect(Collectors.toSet());
        Set<String> used = manifests.stream().map(MeshDefinitions::type).collect(Collectors.toSet());
        return tables(mesh).stream()
                .map(MeshDefinitions::rows)
                .filter(rows ->
                        rows.stream().anyMatch(row -> used.contains(row.type()) && !brought.contains(row.name())))
                .flatMap(List::stream)
                .filter(row -> !brought.contains(row.name()))
                .map(Row::definition)
                .toList();
    }

    /** Returns the definitions of all kinds that a mesh and the Gateway API bring. */
    public static List<JsonNode> all(Mesh mesh) {
        return tables(mesh).stream()
                .flatMap(table -> rows(table).stream())
                .map(row -> row.definition().json())
                .map(JsonNode.class::cast)
                .toList();
    }

    /** Returns whether an object is one of these definitions. */
    static boolean isOurs(ManifestObject object) {
        return object.place().equals(PLACE);
    }

    /** Names the mesh that brings a kind, if one does. */
    static Optional<Mesh> bringing(ManifestObject object) {
        return Stream.of(Mesh.ISTIO, Mesh.LINKERD)
                .filter(mesh -> tables(mesh).stream()
                        .flatMap(table -> rows(table).stream())
                        .anyMatch(row -> row.type().equals(type(object))))
                .findFirst();
    }

    private static List<String> tables(Mesh mesh) {
        return switch (mesh) {
            case ISTIO -> List.of(ISTIO, GATEWAY_API);
            case LINKERD -> List.of(LINKERD, GATEWAY_API);
            case ENVOY, NONE -> List.of();
        };
    }

    private static String type(ManifestObject object) {
        return object.apiVersion().replaceFirst("/.*", "") + " " + object.kind();
    }

    private static List<Row> rows(String table) {
        return table.lines().map(Row::of).toList();
    }

    private record Row(String group, String kind, String plural, String shortName, List<String> versions) {

        static Row of(String line) {
            List<String> words = List.of(line.split(" "));
            return new Row(words.get(0), words.get(1), words.get(2), words.get(3), words.subList(4, words.size()));
        }

        String type() {
            return group + " " + kind;
        }

        String name() {
            return plural + "." + group;
        }

        ManifestObject definition() {
            ObjectNode json = JSON.objectNode();
            json.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
            ObjectNode metadata = json.putObject("metadata").put("name", name());
            if (group.endsWith(".k8s.io")) {
                metadata.putObject("annotations")
                        .put("api-approved.kubernetes.io", "unapproved, the types of fields are not checked here");
            }
            ObjectNode spec = json.putObject("spec");
            spec.put("group", group).put("scope", kind.equals("GatewayClass") ? "Cluster" : "Namespaced");
            names(spec.putObject("names"));
            versions(spec.putArray("versions"));
            return new ManifestObject(json, PLACE, Map.of());
        }

        private void names(ObjectNode names) {
            names.put("kind", kind).put("listKind", kind + "List").put("plural", plural);
            names.put("singular", kind.toLowerCase(Locale.ROOT));
            if (!shortName.equals("-")) {
                names.putArray("shortNames").add(shortName);
            }
        }

        private boolean isVirtualService() {
            return name().equals("virtualservices.networking.istio.io");
        }

        private static void column(ArrayNode columns, String name, String path, String type) {
            columns.addObject().put("name", name).put("jsonPath", path).put("type", type);
        }

        private ObjectNode schema() {
            return isVirtualService()
                    ? VirtualServiceSchema.schema()
                    : JSON.objectNode().put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
        }

        private void versions(ArrayNode list) {
            for (String version : versions) {
                ObjectNode entry = list.addObject();
                entry.put("name", version).put("served", true).put("storage", version.equals(versions.get(0)));
                entry.putObject("schema").set("openAPIV3Schema", schema());
                entry.putObject("subresources").putObject("status");
                if (isVirtualService()) {
                    column(entry.withArray("additionalPrinterColumns"), "Gateways", ".spec.gateways", "string");
                    column(entry.withArray("additionalPrinterColumns"), "Hosts", ".spec.hosts", "string");
                    column(entry.withArray("additionalPrinterColumns"), "Age", ".metadata.creationTimestamp", "date");
                }
            }
        }
    }
}
