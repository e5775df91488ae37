"""The cards of the Hub. No field here says who: that is what these tables are for."""

from commonbeat.core.privacy import Card, Keep, personal, plain, public

_SEVEN_YEARS = 7 * 365

CARDS = (
    Card(
        model="hub.HubTable",
        purpose="Which multi-agency tables there are",
        fields=public("name name_fr")
        | plain("id key code live_token stamp last_number last_number_year founded_on ended_on"),
        why_kept="A table and its numbers outlive its meetings",
    ),
    Card(
        model="hub.TablePolicy",
        purpose="The rules of a table, version by version",
        fields=plain(
            "id table version in_force_from set_by note_mode note_days consensus quorum_sectors "
            "visit_hours discussion_minutes cadence sensitivity free_text repeat_check "
            "sends_rows assessment_ref assessed_on switched_off"
        ),
        why_kept="Each decision points at the rules it was made under",
    ),
    Card(
        model="hub.Seat",
        purpose="Who sits at a table, for which agency and how long",
        fields=plain("id key table staff agency role starts_on ends_on given_by ended_by"),
        keep=Keep(days=_SEVEN_YEARS, since="ends_on"),
    ),
    Card(
        model="hub.Code",
        purpose="The words of the record, version by version",
        fields=public("label label_fr group theme")
        | plain("id kind code version position is_local starts_on ends_on"),
        why_kept="A record keeps the words in force when it was made",
    ),
    Card(
        model="hub.Screening",
        purpose="Filter 1, inside one agency: codes only",
        fields=plain(
            "id key table agency state version answers carried basis consent_asked drafted_at "
            "drafted_by approved_at approved_by submitted_at submitted_by situation_key keep_until"
        ),
        keep=Keep(days=0, since="keep_until"),
    ),
    Card(
        model="hub.Meeting",
        purpose="When a table met",
        fields=plain(
            "id key table kind planned_for opened_at opened_by closed_at closed_by "
            "presenting_key presenting_since"
        ),
        keep=Keep(days=_SEVEN_YEARS, since="closed_at"),
    ),
    Card(
        model="hub.Attendance",
        purpose="Which seats were at a meeting, in the room or from afar",
        fields=plain("id meeting seat how came_at left_at"),
        keep=Keep(days=_SEVEN_YEARS, since="came_at"),
    ),
    Card(
        model="hub.Situation",
        purpose="A situation of acutely elevated risk, told without saying who",
        fields=plain(
            "id key table policy number opened_on kind sector originator age_band sex n_affected "
            "step is_open version position is_emergency was_reopened discussed_before presented_at "
            "decided_at decided_by is_elevated test_interest test_probability test_severity "
            "test_many_agencies lead involved_at first_visit_at n_visits "
            "reason concluded_at concluded_by"
        ),
        keep=Keep(days=_SEVEN_YEARS, since="concluded_at"),
    ),
    Card(
        model="hub.SituationCode",
        purpose="Risk factors, protective factors and flags of a situation",
        fields=plain("id situation code"),
        why_kept="Goes with its situation",
    ),
    Card(
        model="hub.SituationRemark",
        purpose="A short remark, where a table's policy allows one; screened",
        fields=plain("id situation written_at written_by expires_at") | personal("text"),
        keep=Keep(days=0, since="expires_at"),
    ),
    Card(
        model="hub.Accord",
        purpose="What an agency said at the threshold",
        fields=plain("id situation agency agrees said_at said_by"),
        why_kept="Goes with its situation",
    ),
    Card(
        model="hub.Involvement",
        purpose="Which agencies are in, and how",
        fields=plain("id situation agency is_in part is_lead said_at said_by"),
        why_kept="Goes with its situation",
    ),
    Card(
        model="hub.Visit",
        purpose="When a visit was planned and made, and how it ended",
        fields=plain(
            "id key situation planned_for planned_at planned_by late_reason visited_at "
            "reported_at reported_by outcome consent_asked consent_given was_coercive"
        ),
        why_kept="Goes with its situation",
    ),
    Card(
        model="hub.ServiceMobilised",
        purpose="Which kinds of service helped, and which do not exist",
        fields=plain("id situation service how agency"),
        why_kept="Goes with its situation",
    ),
    Card(
        model="hub.LaterCheck",
        purpose="How it stands thirty and ninety days later, as a code",
        fields=plain("id situation days due_on answer answered_at answered_by"),
        why_kept="Goes with its situation",
    ),
    Card(
        model="hub.MonthTally",
        purpose="Closed months as counts, before the disclosure rule",
        fields=plain("id table month counts arrays counted_at counted_by"),
        why_kept="Counts outlive the situations they were made from; they name nobody",
    ),
)
