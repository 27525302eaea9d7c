// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CronJobs: what is filled in and refused, and Jobs made from them by hand.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/">what Kubernetes says</a>
 */
@Tag("controllers")
class CronJobsTests extends ConformanceTestCase {

    private static String cronJob(String schedule) {
        return """
                {metadata:{name:'c'},spec:{schedule:'%s',jobTemplate:{spec:{template:{spec:{restartPolicy:'Never',
                 containers:[{name:'a',image:'conformance/app:1',args:['exit','0']}]}}}}}}
                """.formatted(schedule);
    }

    @Test
    void fillsInWhatIsLeftOut() {
        post("batch/v1:cronjobs", cronJob("0 0 1 1 *"))
                .status(201)
                .at("/spec/concurrencyPolicy", "Allow")
                .at("/spec/suspend", false)
                .at("/spec/successfulJobsHistoryLimit", 3)
                .at("/spec/failedJobsHistoryLimit", 1)
                .at("/metadata/generation", 1);
    }

    @Test
    void refusesSchedulesThatCannotBeRead() {
        post("batch/v1:cronjobs", cronJob("bad"))
                .status(422)
                .message(
                        "CronJob.batch \"c\" is invalid: spec.schedule: Invalid value: \"bad\": expected exactly 5 fields,"
                                + " found 1: [bad]");
        post("batch/v1:cronjobs", cronJob("TZ=UTC 0 0 * * *"))
                .status(422)
                .messageHas("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        post("batch/v1:cronjobs", cronJob("TZ=UTC"))
                .status(422)
                .messageHas("invalid schedule format: runtime error: slice bounds out of range [:-1]");
        post("batch/v1:cronjobs", cronJob("")).status(422).messageHas("spec.schedule: Required value");
    }

    private void refused(String schedule, String why) {
        post("batch/v1:cronjobs?dryRun=All", cronJob(schedule))
                .status(422)
                .message("CronJob.batch \"c\" is invalid: spec.schedule: Invalid value: \"" + schedule + "\": " + why);
    }

    @Test
    void refusesFieldsThatCannotBe() {
        refused("60 * * * *", "end of range (60) above maximum (59): 60");
        refused("* * 0 * *", "beginning of range (0) below minimum (1): 0");
        refused("* * * * 7", "end of range (7) above maximum (6): 7");
        refused("5-2 * * * *", "beginning of range (5) beyond end of range (2): 5-2");
        refused("*/0 * * * *", "step of range should be a positive number: */0");
        refused("1/2/3 * * * *", "too many slashes: 1/2/3");
        refused("a * * * *", "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax");
        refused("@reboot", "unrecognized descriptor: @reboot");
        refused("@every", "unrecognized descriptor: @every");
        refused("@every 1x", "failed to parse duration @every 1x: time: unknown unit \"x\" in duration \"1x\"");
    }

    @Test
    void takesWhatCronTakes() {
        for (String schedule : new String[] {
            "@every 1h30m",
            "@daily",
            "@midnight",
            "* * * jan mon",
            "1,,2 * * * *",
            "? ? ? ? ?",
            "*/70 * * * *",
            "0 0 31 2 *"
        }) {
            post("batch/v1:cronjobs?dryRun=All", cronJob(schedule)).status(201);
        }
    }

    @Test
    void leavesRoomForTheNamesOfJobs() {
        String name = "c".repeat(53);

        post("batch/v1:cronjobs?dryRun=All", cronJob("@daily").replace("name:'c'", "name:'" + name + "'"))
                .status(422)
                .messageHas("metadata.name: Invalid value: \"" + name + "\": must be no more than 52 characters");
    }

    @Test
    void refusesPoliciesAndZonesThatDoNotExist() {
        post("batch/v1:cronjobs", cronJob("0 0 1 1 *")).status(201);

        merge("batch/v1:cronjobs/c", "{spec:{concurrencyPolicy:'Sometimes'}}")
                .status(422)
                .messageHas("spec.concurrencyPolicy: Unsupported value: \"Sometimes\": supported values: \"Allow\","
                        + " \"Forbid\", \"Replace\"");
        merge("batch/v1:cronjobs/c", "{spec:{timeZone:'No/Where'}}")
                .status(422)
                .messageHas("spec.timeZone: Invalid value: \"No/Where\": unknown time zone No/Where");
        merge("batch/v1:cronjobs/c", "{spec:{timeZone:''}}")
                .status(422)
                .messageHas("spec.timeZone: Invalid value: \"\": timeZone must be nil or non-empty string");
        merge("batch/v1:cronjobs/c", "{spec:{timeZone:'Local'}}")
                .status(422)
                .messageHas("\"Local\": timeZone must be an explicit time zone as defined in"
                        + " https://www.iana.org/time-zones");
        merge("batch/v1:cronjobs/c", "{spec:{timeZone:'EST'}}").status(200);
    }

    @Test
    void jobsGoWithTheirCronJob() {
        String uid = post("batch/v1:cronjobs", cronJob("0 0 1 1 *")).uid();
        post("batch/v1:jobs", """
                        {metadata:{name:'j',annotations:{'cronjob.kubernetes.io/instantiate':'manual'},
                          ownerReferences:[{apiVersion:'batch/v1',kind:'CronJob',name:'c',uid:'%s',controller:true}]},
                         spec:{template:{spec:{restartPolicy:'Never',containers:[{name:'a',image:'x'}]}}}}
                        """.formatted(uid)).status(201);

        delete("batch/v1:cronjobs/c").status(200);

        eventuallyGone("batch/v1:jobs/j");
    }
}
