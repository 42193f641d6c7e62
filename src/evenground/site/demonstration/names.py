"""Names for made-up people and organisations."""

FIRST_NAMES = (
    "Aisha", "Alan", "Amara", "Anita", "Barbara", "Beth", "Bilal", "Brenda", "Callum", "Carol", "Chidi", "Claire",
    "Daniel", "Dawn", "Deborah", "Derek", "Donna", "Eileen", "Elif", "Emma", "Farah", "Fiona", "Gareth", "Gemma",
    "George", "Grace", "Hannah", "Hassan", "Ian", "Imran", "Ingrid", "Jack", "Jasmine", "Jean", "Joseph", "Julie",
    "Karen", "Keith", "Kiran", "Laura", "Leroy", "Lily", "Maria", "Martin", "Maureen", "Mei", "Michael", "Mohammed",
    "Nadia", "Neil", "Ngozi", "Nicola", "Olivia", "Omar", "Patricia", "Paul", "Peter", "Rachel", "Ravi", "Rosa",
    "Ruth", "Samuel", "Sandra", "Sean", "Shirley", "Simon", "Sofia", "Stephen", "Sunita", "Susan", "Tariq", "Teresa",
    "Thomas", "Tunde", "Valerie", "Victoria", "Wendy", "William", "Winston", "Zainab",
)  # fmt: skip

SURNAMES = (
    "Abbott", "Adeyemi", "Ahmed", "Aldridge", "Anderson", "Appiah", "Armitage", "Bailey", "Banerjee", "Barlow",
    "Begum", "Bennett", "Bhatt", "Blackwood", "Booth", "Bradley", "Broadbent", "Byrne", "Campbell", "Carter",
    "Chadwick", "Chan", "Chaudhry", "Clegg", "Coates", "Connolly", "Cooper", "Crompton", "Dawson", "Dean",
    "Delaney", "Dickinson", "Dutton", "Eastwood", "Ellis", "Entwistle", "Farrell", "Faulkner", "Fielding", "Fletcher",
    "Fofanah", "Foster", "Gallagher", "Garside", "Gill", "Goodwin", "Graham", "Greenhalgh", "Gupta", "Hamilton",
    "Hardman", "Hargreaves", "Haslam", "Hewitt", "Heyes", "Hibbert", "Hodgson", "Holden", "Hussain", "Iqbal",
    "Jackson", "Jamieson", "Johal", "Kaplan", "Kaur", "Kenyon", "Khan", "Kowalski", "Lawson", "Leigh",
    "Livesey", "Lomax", "MacDonald", "Mahmood", "Marsden", "Mbeki", "McCarthy", "Metcalfe", "Miah", "Mistry",
    "Moran", "Murray", "Naylor", "Newton", "Nguyen", "Nuttall", "O’Brien", "Ogden", "Oldham", "Osei",
    "Parkinson", "Patel", "Pearson", "Pickup", "Pollard", "Popescu", "Quinn", "Ramsbottom", "Rehman", "Riley",
    "Rowbottom", "Sharples", "Shaw", "Sheikh", "Silva", "Singh", "Smethurst", "Stevenson", "Sutcliffe", "Szabo",
    "Tattersall", "Thornton", "Tomlinson", "Turner", "Unsworth", "Walmsley", "Wardle", "Whitehead", "Wilkinson",
    "Winstanley", "Wong", "Worsley", "Yates", "Zaman",
)  # fmt: skip

# Organisations that lead no team but that people come from.
OTHER_ORGANISATIONS = (
    "Northshire Integrated Care Board",
    "University of Northshire",
    "Ravensholt University",
    "Northshire County Council",
    "Craymouth City Council",
    "Saltmere Borough Council",
    "Tidehaven Borough Council",
    "Harbour Street Surgery",
    "Mill Lane Practice",
    "Old Dock Medical Centre",
    "Northshire Ambulance NHS Trust",
    "Saltmere Royal Hospitals NHS Trust",
    "Age Well Northshire",
    "Lungs and Life Society",
    "Minds Matter Northshire",
    "Tidehaven Tenants Union",
    "Craymouth Pharmacy Group",
    "Northshire Fire and Rescue",
    "Ottermoor Parish Nurses",
)
