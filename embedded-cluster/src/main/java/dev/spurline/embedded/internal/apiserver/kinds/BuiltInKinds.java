// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.kinds;

import static dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait.CREATE_ON_UPDATE;
import static dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait.GENERATION;
import static dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait.NO_DELETE_COLLECTION;
import static dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait.ORPHANS_BY_DEFAULT;
import static dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait.RETURNS_DELETED;
import static dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait.REVIEW;

import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The table of the built-in resources. */
final class BuiltInKinds {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private static final List<ResourceKind> ALL = List.of(
            core("Namespace", "namespaces", false, "ns", "", "status,finalize", NO_DELETE_COLLECTION, RETURNS_DELETED),
            core(
                    "Pod",
                    "pods",
                    true,
                    "po",
                    "all",
                    "status,log,portforward,binding,eviction,exec,attach,proxy,ephemeralcontainers,resize",
                    GENERATION,
                    RETURNS_DELETED),
            core("Service", "services", true, "svc", "all", "status,proxy", RETURNS_DELETED),
            core("Endpoints", "endpoints", true, "ep", "", "", CREATE_ON_UPDATE),
            core("ConfigMap", "configmaps", true, "cm", "", ""),
            core("Secret", "secrets", true, "", "", ""),
            core("ServiceAccount", "serviceaccounts", true, "sa", "", "token", RETURNS_DELETED),
            core("Event", "events", true, "ev", "", "", CREATE_ON_UPDATE),
            core("Node", "nodes", false, "no", "", "status,proxy"),
            core("PersistentVolumeClaim", "persistentvolumeclaims", true, "pvc", "", "status", RETURNS_DELETED),
            core("PersistentVolume", "persistentvolumes", false, "pv", "", "status", RETURNS_DELETED),
            core("ResourceQuota", "resourcequotas", true, "quota", "", "status", RETURNS_DELETED),
            core("PodTemplate", "podtemplates", true, "", "", "", GENERATION, RETURNS_DELETED),
            core("LimitRange", "limitranges", true, "limits", "", "", CREATE_ON_UPDATE),
            kind("apps", "v1", "Deployment", "deployments", true, "deploy", "all", "status,scale", GENERATION),
            kind("apps", "v1", "ReplicaSet", "replicasets", true, "rs", "all", "status,scale", GENERATION),
            kind("apps", "v1", "StatefulSet", "statefulsets", true, "sts", "all", "status,scale", GENERATION),
            kind("apps", "v1", "DaemonSet", "daemonsets", true, "ds", "all", "status", GENERATION),
            kind("apps", "v1", "ControllerRevision", "controllerrevisions", true, "", "", ""),
            kind("batch", "v1", "Job", "jobs", true, "", "all", "status", GENERATION, ORPHANS_BY_DEFAULT),
            kind("batch", "v1", "CronJob", "cronjobs", true, "cj", "all", "status", GENERATION),
            kind("coordination.k8s.io", "v1", "Lease", "leases", true, "", "", "", CREATE_ON_UPDATE),
            kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, "", "", "", GENERATION),
            kind("events.k8s.io", "v1", "Event", "events", true, "ev", "", "", CREATE_ON_UPDATE),
            kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true, "netpol", "", "", GENERATION),
            kind("networking.k8s.io", "v1", "Ingress", "ingresses", true, "ing", "", "status", GENERATION),
            kind("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false, "", "", "", GENERATION),
            kind(
                    "autoscaling",
                    "v2",
                    "HorizontalPodAutoscaler",
                    "horizontalpodautoscalers",
                    true,
                    "hpa",
                    "all",
                    "status"),
            kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true, "pdb", "", "status", GENERATION),
            webhooks("MutatingWebhookConfiguration", "mutatingwebhookconfigurations"),
            webhooks("ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
            kind("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", false, "pc", "", "", GENERATION),
            kind("storage.k8s.io", "v1", "StorageClass", "storageclasses", false, "sc", "", "", RETURNS_DELETED),
            kind(RBAC, "v1", "Role", "roles", true, "", "", ""),
            kind(RBAC, "v1", "RoleBinding", "rolebindings", true, "", "", ""),
            kind(RBAC, "v1", "ClusterRole", "clusterroles", false, "", "", ""),
            kind(RBAC, "v1", "ClusterRoleBinding", "clusterrolebindings", false, "", "", ""),
            kind(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false,
                    "crd,crds",
                    "api-extensions",
                    "status",
                    GENERATION,
                    RETURNS_DELETED),
            kind(AUTHORIZATION, "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false, "", "", "", REVIEW),
            kind(AUTHORIZATION, "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", false, "", "", "", REVIEW),
            kind(AUTHORIZATION, "v1", "SubjectAccessReview", "subjectaccessreviews", false, "", "", "", REVIEW),
            kind(
                    AUTHORIZATION,
                    "v1",
                    "LocalSubjectAccessReview",
                    "localsubjectaccessreviews",
                    true,
                    "",
                    "",
                    "",
                    REVIEW),
            kind("authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", false, "", "", "", REVIEW),
            kind("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false, "", "", "", REVIEW));

    private BuiltInKinds() {}

    static List<ResourceKind> all() {
        return ALL;
    }

    private static ResourceKind core(
            String kind,
            String plural,
            boolean namespaced,
            String shorts,
            String categories,
            String subs,
            Trait... traits) {
        return kind("", "v1", kind, plural, namespaced, shorts, categories, subs, traits);
    }

    /** Kept, and never called. */
    private static ResourceKind webhooks(String kind, String plural) {
        return kind(ADMISSION, "v1", kind, plural, false, "", "", "", GENERATION);
    }

    private static ResourceKind kind(
            String group,
            String version,
            String kind,
            String plural,
            boolean namespaced,
            String shorts,
            String categories,
            String subs,
            Trait... traits) {
        return new ResourceKind(
                group,
                List.of(version),
                version,
                kind,
                plural,
                kind.toLowerCase(Locale.ROOT),
                namespaced,
                words(shorts),
                words(categories),
                new TreeSet<>(words(subs)),
                Set.of(traits));
    }

    private static List<String> words(String list) {
        return list.isEmpty() ? List.of() : Arrays.asList(list.split(",", -1));
    }
}
