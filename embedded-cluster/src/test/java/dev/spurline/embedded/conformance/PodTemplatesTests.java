// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What pod templates may hold, and what of it a Job's may not.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">what Kubernetes says</a>
 */
@Tag("api")
class PodTemplatesTests extends ConformanceTestCase {

    private static final String AT = "Job.batch \"j\" is invalid: spec.template.";

    private Reply deployment(String metadata, String pod) {
        return post("apps/v1:deployments?dryRun=All", """
                {apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'d'},spec:{selector:{matchLabels:{app:'d'}},
                 template:{metadata:{labels:{app:'d'}%s},spec:{%s}}}}
                """.formatted(metadata, pod));
    }

    private Reply job(String metadata, String pod) {
        return post("batch/v1:jobs?dryRun=All", """
                {apiVersion:'batch/v1',kind:'Job',metadata:{name:'j'},spec:{template:{metadata:{%s},
                 spec:{restartPolicy:'Never',%s}}}}
                """.formatted(metadata, pod));
    }

    private static String main(String more) {
        return "containers:[{name:'main',image:'absent/image:1'%s}]".formatted(more);
    }

    private static String initial(String more) {
        return main("") + ",initContainers:[{name:'first',image:'absent/image:1'%s}]".formatted(more);
    }

    @Test
    void noRestartToResizeWhereNothingIsRestarted() {
        String policy = ",resizePolicy:[{resourceName:'memory',restartPolicy:'RestartContainer'}]";

        deployment("", main(policy)).status(201);
        job("", main(policy))
                .status(422)
                .message(
                        AT
                                + "spec.containers[0].resizePolicy: Invalid value: \"RestartContainer\": must be 'NotRequired' when pod `restartPolicy` is 'Never'");
        job("", main(policy.replace("RestartContainer", "NotRequired"))).status(201);
    }

    @Test
    void resizePolicies() {
        deployment("", main(",resizePolicy:[{resourceName:'disk',restartPolicy:'Perhaps'}]"))
                .status(422)
                .messageHas("Unsupported value: \"disk\": supported values: \"cpu\", \"memory\"")
                .messageHas("Unsupported value: \"Perhaps\": supported values: \"NotRequired\", \"RestartContainer\"");
        deployment(
                        "",
                        main(
                                ",resizePolicy:[{resourceName:'cpu',restartPolicy:'NotRequired'},{resourceName:'cpu',restartPolicy:'NotRequired'}]"))
                .status(422)
                .messageHas("spec.template.spec.containers[0].resizePolicy[1]: Duplicate value: \"cpu\"");
    }

    @Test
    void initContainersThatEnd() {
        String probe = "{tcpSocket:{port:80}}";
        deployment("", initial(",readinessProbe:%1$s,lifecycle:{preStop:{sleep:{seconds:1}}}".formatted(probe)))
                .status(422)
                .messageHas(
                        "spec.template.spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always")
                .messageHas(
                        "spec.template.spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always");
        deployment("", initial(",restartPolicy:'Always',readinessProbe:" + probe))
                .status(201);
        job("", initial(",restartPolicy:'Always',readinessProbe:" + probe)).status(201);
        deployment("", initial(",resizePolicy:[{resourceName:'cpu',restartPolicy:'RestartContainer'}]"))
                .status(422)
                .messageHas(
                        "spec.template.spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: \"RestartContainer\": must not be set to 'RestartContainer' for non-sidecar initContainers");
        deployment("", initial(",restartPolicy:'Sometimes'"))
                .status(422)
                .messageHas(
                        "spec.template.spec.initContainers[0].restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", \"OnFailure\"");
    }

    @Test
    void namesOfContainersAreUniqueInAPod() {
        deployment("", initial("").replace("first", "main"))
                .status(422)
                .messageHas("spec.template.spec.initContainers[0].name: Duplicate value: \"main\"");
    }

    @Test
    void blockDevicesAreOfClaims() {
        String device = ",volumeDevices:[{name:'data',devicePath:'/dev/x'}]";
        String volumes = ",volumes:[{name:'data',%s}]";

        deployment("", main(device) + volumes.formatted("persistentVolumeClaim:{claimName:'c'}"))
                .status(201);
        deployment("", main(device) + volumes.formatted("emptyDir:{}"))
                .status(422)
                .messageHas(
                        "spec.template.spec.containers[0].volumeDevices[0].name: Invalid value: \"data\": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        deployment("", main(device))
                .status(422)
                .messageHas("spec.template.spec.containers[0].volumeDevices[0].name: Not found: \"data\"");
        deployment(
                        "",
                        main(device + ",volumeMounts:[{name:'data',mountPath:'/data'}]")
                                + volumes.formatted("persistentVolumeClaim:{claimName:'c'}"))
                .status(422)
                .messageHas("volumeMounts[0].name: Invalid value: \"data\": must not already exist in volumeDevices")
                .messageHas("volumeDevices[0].name: Invalid value: \"data\": must not already exist in volumeMounts");
    }

    @Test
    void volumesThatAreMountedAreThere() {
        job("", main(",volumeMounts:[{name:'data',mountPath:'/data'}]"))
                .status(422)
                .message(AT + "spec.containers[0].volumeMounts[0].name: Not found: \"data\"");
    }

    @Test
    void resourceClaimsOfContainersAreThePods() {
        String uses = ",resources:{claims:[{name:'gpu'}]}";

        deployment("", main(uses) + ",resourceClaims:[{name:'gpu',resourceClaimTemplateName:'t'}]")
                .status(201);
        deployment("", main(uses))
                .status(422)
                .messageHas(
                        "spec.template.spec.containers[0].resources.claims[0]: Not found: \"gpu\": must be one of the names in pod.spec.resourceClaims which is empty");
        deployment("", main(uses) + ",resourceClaims:[{name:'disk',resourceClaimTemplateName:'t'}]")
                .status(422)
                .messageHas("must be one of the names in pod.spec.resourceClaims: disk");
    }

    @Test
    void annotationsOfAppArmorNameContainers() {
        String annotations = "annotations:{'container.apparmor.security.beta.kubernetes.io/other':'runtime/default'}";

        job(annotations, main(""))
                .status(422)
                .message(
                        AT
                                + "annotations[container.apparmor.security.beta.kubernetes.io/other]: Invalid value: \"other\": container not found");
        job(annotations.replace("other", "first"), initial("")).status(201);
        deployment("," + annotations, main("")).status(422);
    }

    @Test
    void labelsThatAreTheJobs() {
        deployment("", main("")).status(201);
        job("labels:{'job-name':'other'}", main(""))
                .status(422)
                .messageHas("spec.template.metadata.labels[job-name]: Invalid value: ")
                .messageHas(": must be 'j'");
        job("labels:{'batch.kubernetes.io/controller-uid':'other'}", main(""))
                .status(422)
                .messageHas("spec.template.metadata.labels[batch.kubernetes.io/controller-uid]: Invalid value: ");
        job("labels:{'job-name':'j'}", main("")).status(201);
    }

    @Test
    void nameServersWhereThePodHasNoOthers() {
        job("", main("") + ",dnsPolicy:'None'")
                .status(422)
                .message(AT + "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None");
        job("", main("") + ",dnsPolicy:'None',dnsConfig:{searches:['a']}")
                .status(422)
                .message(
                        AT
                                + "spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None");
    }

    @Test
    void hooksSleepWithinTheGracePeriod() {
        String hook = ",lifecycle:{preStop:{sleep:{seconds:%d}}}";

        deployment("", main(hook.formatted(30))).status(201);
        deployment("", main(hook.formatted(0))).status(201);
        deployment("", main(hook.formatted(31)))
                .status(422)
                .messageHas(
                        "spec.template.spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)");
    }

    @Test
    void hostPortsAreTakenOnce() {
        deployment("", main(",ports:[{containerPort:80,hostPort:80},{containerPort:81,hostPort:80}]"))
                .status(422)
                .messageHas("spec.template.spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//80\"");
    }

    @Test
    void restartRulesNeedAPolicy() {
        deployment("", main(",restartPolicyRules:[{action:'Restart',exitCodes:{operator:'In',values:[1]}}]"))
                .status(422)
                .messageHas(
                        "spec.template.spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used");
    }

    @Test
    void indexesOfJobsBelongToHostNames() {
        String name = "j".repeat(62);
        String job = """
                {apiVersion:'batch/v1',kind:'Job',metadata:{name:'%s'},spec:{completionMode:'%s',completions:1,
                 template:{spec:{restartPolicy:'Never',containers:[{name:'main',image:'absent/image:1'}]}}}}
                """;

        post("batch/v1:jobs?dryRun=All", job.formatted(name, "NonIndexed")).status(201);
        post("batch/v1:jobs?dryRun=All", job.formatted(name.substring(1), "Indexed"))
                .status(201);
        post("batch/v1:jobs?dryRun=All", job.formatted(name, "Indexed"))
                .status(422)
                .messageHas("metadata.name: Invalid value: \"" + name
                        + "\": will not able to create pod with invalid DNS label: " + name + "-0");
    }

    @Test
    void whatJobsRestartAndCount() {
        String job = """
                {apiVersion:'batch/v1',kind:'Job',metadata:{name:'j'},spec:{%s,
                 template:{spec:{restartPolicy:'%s',containers:[{name:'main',image:'absent/image:1'}]}}}}
                """;
        String policy = "podFailurePolicy:{rules:[{action:'Ignore',onPodConditions:[{type:'DisruptionTarget'}]}]}";

        post("batch/v1:jobs?dryRun=All", job.formatted(policy, "Never")).status(201);
        post("batch/v1:jobs?dryRun=All", job.formatted(policy, "OnFailure"))
                .status(422)
                .message(
                        AT
                                + "spec.restartPolicy: Invalid value: \"OnFailure\": only \"Never\" is supported when podFailurePolicy is specified");
        post("batch/v1:jobs?dryRun=All", job.formatted("parallelism:0", "Always"))
                .status(422)
                .message(AT + "spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
        post("batch/v1:jobs?dryRun=All", job.formatted("backoffLimitPerIndex:1", "Never"))
                .status(422)
                .messageHas("spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode");
        post(
                        "batch/v1:jobs?dryRun=All",
                        job.formatted("completionMode:'Indexed',parallelism:1,maxFailedIndexes:1", "Never"))
                .status(422)
                .messageHas("spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified")
                .messageHas("spec.completions: Required value: when completion mode is Indexed");
    }
}
